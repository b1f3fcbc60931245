//! What can be made to go wrong in a tenant, by name, and when it strikes.
//!
//! Every fault is seeded, and bounded: no request is struck more than twice in a row, and what needs a person (a new
//! sign-in) rests long after it struck. Faults that block ([`Fault::blocks`]) stay until they are lifted.

use std::str::FromStr;

mod colleague;
mod memory;
mod retry_after;
mod role;
mod service_principal;
#[cfg(test)]
mod tests;

pub use colleague::OthersChange;
pub(crate) use colleague::interfere;
pub(crate) use memory::Faults;
pub(crate) use memory::OF_REDEMPTIONS;
pub(crate) use memory::OF_RENEWALS;
pub(crate) use memory::OF_REQUESTS;
pub(crate) use memory::OF_STEPS;
pub(crate) use role::give_back;
pub(crate) use role::withdraw;
pub(crate) use service_principal::disable;
pub(crate) use service_principal::enable;

/// One fault. Several can be on at once.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Fault {
    /// Requests within a batch now and then get 429, under a 200 for the whole.
    BatchThrottle,
    /// Graph now and then wants a new sign-in with claims (Microsoft identity platform, "Claims challenges, claims
    /// requests, and client capabilities"): 401 until the person has been to the authorization endpoint with them. Only
    /// clients that declared `cp1` are asked.
    ClaimsChallenge,
    /// Entra's and Graph's clock is some minutes off.
    ClockSkew,
    /// A PATCH soon after another write to the same object is now and then refused, and nothing is done
    /// (`Directory_ConcurrencyViolation`).
    Collision,
    /// Somebody else changes the application that was written last: see [`OthersChange`].
    ConcurrentChange,
    /// Now and then 504; whether the request was carried out is drawn.
    GatewayTimeout,
    /// Changes take 5 to 40 seconds to be seen everywhere.
    Lag,
    /// Now and then a request is carried out and no answer comes: see [`crate::is_lost`].
    LostAfter,
    /// Now and then no answer comes and nothing is done.
    LostBefore,
    /// Graph's preflight does not let a page send the header `Prefer`: whether Microsoft's does was never tried.
    PreferRefused,
    /// After some writes the directory roles of the person who asks are taken away, until the fault is lifted.
    RoleWithdrawn,
    /// Somebody disables the service principal of the application that was written last; it is enabled when the fault is
    /// lifted.
    ServicePrincipalDisabled,
    /// Now and then a person's sign-in is revoked, as by a new password: her tokens get 401, and nothing renews them. Graph
    /// tells some clients of that by a challenge; that a plain 401 comes is the harsher.
    SignInRevoked,
    /// A replica learns of each change only after it was read one to five times more, however long that takes.
    StaleReads,
    /// Graph now and then answers 429, with `Retry-After` in any spelling or without; and so does Entra where a code is
    /// redeemed or a token renewed.
    Throttle,
    /// Now and then a person's token is no good any more before its time: 401. A renewed one is.
    TokenExpired,
    /// Now and then 503, nothing done, with and without `Retry-After`, from Graph and where a code is redeemed or a token
    /// renewed.
    Unavailable,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 17] = [
        Self::BatchThrottle,
        Self::ClaimsChallenge,
        Self::ClockSkew,
        Self::Collision,
        Self::ConcurrentChange,
        Self::GatewayTimeout,
        Self::Lag,
        Self::LostAfter,
        Self::LostBefore,
        Self::PreferRefused,
        Self::RoleWithdrawn,
        Self::ServicePrincipalDisabled,
        Self::SignInRevoked,
        Self::StaleReads,
        Self::Throttle,
        Self::TokenExpired,
        Self::Unavailable,
    ];

    /// Whether it stays until it is lifted, so that no patience helps. All others pass.
    pub fn blocks(self) -> bool {
        matches!(self, Self::RoleWithdrawn | Self::ServicePrincipalDisabled)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::BatchThrottle => "batch-throttle",
            Self::ClaimsChallenge => "claims-challenge",
            Self::ClockSkew => "clock-skew",
            Self::Collision => "collision",
            Self::ConcurrentChange => "concurrent-change",
            Self::GatewayTimeout => "gateway-timeout",
            Self::Lag => "lag",
            Self::LostAfter => "lost-after",
            Self::LostBefore => "lost-before",
            Self::PreferRefused => "prefer-refused",
            Self::RoleWithdrawn => "role-withdrawn",
            Self::ServicePrincipalDisabled => "service-principal-disabled",
            Self::SignInRevoked => "sign-in-revoked",
            Self::StaleReads => "stale-reads",
            Self::Throttle => "throttle",
            Self::TokenExpired => "token-expired",
            Self::Unavailable => "unavailable",
        }
    }
}

/// A fault of this name does not exist.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownFault(pub String);

impl std::fmt::Display for UnknownFault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known = Fault::ALL.map(Fault::name).join(", ");
        write!(formatter, "unknown fault '{}': known are {known}", self.0)
    }
}

impl std::error::Error for UnknownFault {}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        Self::ALL
            .into_iter()
            .find(|fault| fault.name() == name)
            .ok_or_else(|| UnknownFault(name.to_owned()))
    }
}
