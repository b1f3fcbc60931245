//! Each field of the settings broken alone, and what good settings become.

use super::*;

const CLIENT_ID: &str = "5e7c0de0-0000-4000-8000-000000000001";

fn good() -> Settings {
    Settings {
        tenant: Some("organizations".to_owned()),
        client_id: Some(CLIENT_ID.to_owned()),
        ..Settings::default()
    }
}

fn local(login: &str, graph: &str) -> Settings {
    Settings {
        login_url: Some(login.to_owned()),
        graph_url: Some(graph.to_owned()),
        ..good()
    }
}

#[test]
fn the_file_names_its_fields_in_camel_case() {
    let settings: Settings = serde_json::from_str(
        r#"{"tenant":"organizations","clientId":"5e7c0de0-0000-4000-8000-000000000001",
            "loginUrl":"http://localhost:1","graphUrl":"http://localhost:2","product":"ignored here"}"#,
    )
    .unwrap();
    assert_eq!(settings, local("http://localhost:1", "http://localhost:2"));
}

#[test]
fn without_a_cloud_it_is_the_worldwide_one() {
    let (authority, client_id) = good().check().unwrap();
    assert_eq!(
        authority.login.as_str(),
        "https://login.microsoftonline.com/"
    );
    assert_eq!(authority.graph.as_str(), "https://graph.microsoft.com/");
    assert_eq!(authority.tenant, TenantSegment::Organizations);
    assert_eq!(client_id.as_str(), CLIENT_ID);
}

#[test]
fn every_cloud_can_be_named() {
    for cloud in Cloud::ALL {
        let settings = Settings {
            cloud: Some(cloud.name().to_owned()),
            ..good()
        };
        let (authority, _) = settings.check().unwrap();
        assert_eq!(
            authority.login.as_str().trim_end_matches('/'),
            cloud.login()
        );
        assert_eq!(
            authority.graph.as_str().trim_end_matches('/'),
            cloud.graph()
        );
    }
}

#[test]
fn addresses_may_stand_in_place_of_a_cloud() {
    for (login, graph) in [
        (
            "https://login.example.edu/entra",
            "https://graph.example.edu/",
        ),
        ("http://localhost:8081", "http://localhost:8081"),
    ] {
        let (authority, _) = local(login, graph).check().unwrap();
        assert_eq!(authority.login, login.parse().unwrap());
        assert_eq!(authority.graph, graph.parse().unwrap());
    }
}

#[test]
fn each_rule_broken_alone_is_named_with_its_field() {
    use SettingReason::*;
    let fine = "https://graph.example.edu";
    let with = |change: fn(&mut Settings)| {
        let mut settings = good();
        change(&mut settings);
        settings
    };
    for (settings, field, reason) in [
        (with(|it| it.tenant = None), "tenant", Missing),
        (with(|it| it.tenant = Some(" ".into())), "tenant", Missing),
        (
            with(|it| it.tenant = Some("common".into())),
            "tenant",
            NotTenant,
        ),
        (with(|it| it.client_id = None), "clientId", Missing),
        (
            with(|it| it.client_id = Some("console".into())),
            "clientId",
            NotClientId,
        ),
        (
            with(|it| it.cloud = Some("germany".into())),
            "cloud",
            UnknownCloud,
        ),
        (
            with(|it| it.login_url = Some("https://a.example".into())),
            "graphUrl",
            CloudOrAddresses,
        ),
        (
            with(|it| it.graph_url = Some("https://a.example".into())),
            "loginUrl",
            CloudOrAddresses,
        ),
        (
            Settings {
                cloud: Some("china".into()),
                ..local(fine, fine)
            },
            "cloud",
            CloudOrAddresses,
        ),
        (local("login.example.edu", fine), "loginUrl", NotAddress),
        (
            local("ftp://login.example.edu", fine),
            "loginUrl",
            NotAddress,
        ),
        (
            local("http://login.example.edu", fine),
            "loginUrl",
            NotSecure,
        ),
        (local("http://127.0.0.1:8081", fine), "loginUrl", NotSecure),
        (
            local("https://admin@login.example.edu", fine),
            "loginUrl",
            AddressTooMuch,
        ),
        (
            local("https://login.example.edu/?a=b", fine),
            "loginUrl",
            AddressTooMuch,
        ),
        (
            local("https://login.example.edu/#a", fine),
            "loginUrl",
            AddressTooMuch,
        ),
        (
            local(fine, "http://graph.example.edu"),
            "graphUrl",
            NotSecure,
        ),
    ] {
        let problem = SettingProblem { field, reason };
        assert_eq!(settings.check(), Err(vec![problem]), "{settings:?}");
    }
}

#[test]
fn all_problems_are_told_at_once_and_by_field() {
    let settings = local("http://login.example.edu", "nowhere");
    let settings = Settings {
        tenant: None,
        client_id: None,
        ..settings
    };
    let problems = settings.check().unwrap_err();
    let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["tenant", "clientId", "loginUrl", "graphUrl"]);
    for problem in problems {
        assert_eq!(problem.message().parameters["field"], problem.field);
    }
}
