//! Ids that are the same in every tenant. They check what a tenant says; they are never used in its place.
//!
//! Source: the permissions reference of the Graph documentation, and "Microsoft Entra built-in roles".

/// Client id of Microsoft Graph.
pub const MICROSOFT_GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// Application role `Calendars.ReadWrite` of Microsoft Graph.
pub const CALENDARS_READ_WRITE: &str = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";

/// Application role `MailboxSettings.ReadWrite` of Microsoft Graph.
pub const MAILBOX_SETTINGS_READ_WRITE: &str = "6931bccd-447a-43d1-b442-00a195474933";

/// Client id of Office 365 Exchange Online, the API from before Microsoft Graph.
pub const EXCHANGE_ONLINE: &str = "00000002-0000-0ff1-ce00-000000000000";

/// Application role `Calendars.ReadWrite.All` of Office 365 Exchange Online; the id is that of Microsoft Graph's role.
pub const EXCHANGE_CALENDARS_READ_WRITE_ALL: &str = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";

/// Delegated scope `User.Read` of Microsoft Graph.
pub const USER_READ: &str = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";

/// Directory role Global Administrator.
pub const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";

/// Directory role Privileged Role Administrator.
pub const PRIVILEGED_ROLE_ADMINISTRATOR: &str = "e8611ab8-c189-46e8-94e1-60213ab1f814";

/// Directory role Cloud Application Administrator.
pub const CLOUD_APPLICATION_ADMINISTRATOR: &str = "158c047a-c907-4556-b7ef-446551a6b5f7";

/// Directory role Application Administrator.
pub const APPLICATION_ADMINISTRATOR: &str = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3";
