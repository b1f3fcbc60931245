//! The commands to the letter, and tried in a shell.

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;
use serde_json::json;

use super::*;

const CLIENT: &str = "0f8f1c8e-6b9a-4c56-9c3e-5f3f9d2f7a11";

fn commands(token_endpoint: &str) -> ProofCommands {
    ProofCommands {
        token_endpoint: token_endpoint.to_owned(),
        graph: "https://graph.microsoft.com/".to_owned(),
        client_id: CLIENT.parse().unwrap(),
    }
}

fn usual() -> ProofCommands {
    commands("https://login.microsoftonline.com/t/oauth2/v2.0/token")
}

#[test]
fn the_commands_are_ready_to_be_run() {
    let assertion = Secret::new("aa.bb.cc".to_owned());
    let expected = format!(
        r#"printf %s 'aa.bb.cc' |
  curl -sS 'https://login.microsoftonline.com/t/oauth2/v2.0/token' \
  --data-urlencode 'grant_type=client_credentials' \
  --data-urlencode 'client_id={CLIENT}' \
  --data-urlencode 'scope=https://graph.microsoft.com/.default' \
  --data-urlencode 'client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer' \
  --data-urlencode client_assertion@- |
  grep -oE '"(token_type|error_description)":"[^"]*'"#
    );
    assert_eq!(usual().curl(&assertion).expose(), &expected);
    let expected = format!(
        "[Net.ServicePointManager]::SecurityProtocol = 'Tls12'
$form = @{{
  grant_type = 'client_credentials'
  client_id = '{CLIENT}'
  scope = 'https://graph.microsoft.com/.default'
  client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  client_assertion = 'aa.bb.cc'
}}
try {{ (Invoke-RestMethod -Method Post -Uri 'https://login.microsoftonline.com/t/oauth2/v2.0/token' -Body $form).token_type }}
catch {{ if ($_.ErrorDetails.Message) {{ $_.ErrorDetails.Message }} else {{ $_.Exception.Message }} }}"
    );
    assert_eq!(usual().powershell(&assertion).expose(), &expected);
}

#[test]
fn a_hidden_assertion_is_in_no_command() {
    for shown in [usual().masked_curl(), usual().masked_powershell()] {
        assert!(shown.contains("********"));
    }
    let assertion = Secret::new("aa.bb.cc".to_owned());
    let [masked, whole] = [
        usual().masked_curl(),
        usual().curl(&assertion).expose().clone(),
    ];
    assert_eq!(masked.replace("********", "aa.bb.cc"), whole);
    let shown = format!("{:?}", usual().curl(&assertion));
    assert_eq!(shown, "[redacted]");
}

/// What the parts of a token say, and its signature.
fn parts(assertion: &str) -> (Value, Value, Vec<u8>) {
    let decoded = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap();
    let json = |part: &str| serde_json::from_slice(&decoded(part)).unwrap();
    let parts: Vec<&str> = assertion.split('.').collect();
    let [header, claims, signature] = parts[..] else {
        panic!("{assertion}");
    };
    (json(header), json(claims), decoded(signature))
}

fn succeed(folder: &Path, script: &str) -> Vec<u8> {
    let output = Command::new("sh")
        .args(["-e", "-c", script])
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    output.stdout
}

#[test]
fn the_script_signs_an_assertion_that_openssl_accepts() {
    let folder = std::env::temp_dir().join(format!("proof-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    succeed(
        &folder,
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=push -days 1
         openssl x509 -in cert.pem -noout -pubkey > public.pem",
    );
    // What would be sent is shown instead.
    let script = usual().openssl();
    let unsent = script.replace(&format!(" |\n  {SHOWN}"), "");
    assert_ne!(unsent, script);
    let sent = succeed(
        &folder,
        &format!("curl() {{ printf '%s\\n' \"$@\" > words; cat; }}\n{unsent}"),
    );
    let assertion = String::from_utf8(sent).unwrap();
    let words = std::fs::read_to_string(folder.join("words")).unwrap();
    assert!(words.ends_with("--data-urlencode\nclient_assertion@-\n"));
    assert!(!words.contains(&assertion), "{words}");
    let (header, claims, signature) = parts(&assertion);

    let digest = succeed(
        &folder,
        "openssl x509 -in cert.pem -outform DER | openssl dgst -sha256 -r",
    );
    let digest = String::from_utf8(digest).unwrap();
    let named = header["x5t#S256"].as_str().unwrap();
    let named = BASE64_URL_SAFE_NO_PAD.decode(named).unwrap();
    let named: String = named.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest.split(' ').next(), Some(named.as_str()));
    assert_eq!(header["alg"], "PS256");
    assert_eq!(claims["aud"], usual().token_endpoint);
    assert_eq!(
        (&claims["iss"], &claims["sub"]),
        (&json!(CLIENT), &json!(CLIENT))
    );
    let moment = |name: &str| claims[name].as_i64().unwrap();
    assert_eq!(moment("exp") - moment("nbf"), 600);

    let (message, _) = assertion.rsplit_once('.').unwrap();
    std::fs::write(folder.join("message"), message).unwrap();
    std::fs::write(folder.join("signature"), signature).unwrap();
    let verify = "openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 \
                  -verify public.pem -signature signature message";
    assert_eq!(succeed(&folder, verify), b"Verified OK\n");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn without_a_signature_nothing_is_sent() {
    let folder = std::env::temp_dir().join(format!("no-key-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let output = Command::new("sh")
        .args([
            "-c",
            &format!("curl() {{ : > sent; }}\n{}", usual().openssl()),
        ])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(!folder.join("sent").exists());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn nothing_breaks_out_of_its_quotes() {
    let hostile = "https://x/'$(id)`id`\u{2019}";
    let word = in_shell(hostile);
    let printed = Command::new("sh")
        .args(["-c", &format!("printf %s {word}")])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), hostile);
    assert_eq!(
        in_powershell(hostile),
        "'https://x/''$(id)`id`\u{2019}\u{2019}'"
    );
    let masked = commands(hostile).masked_curl();
    assert!(masked.contains(&format!("\n  curl -sS {word} ")));
    let script = commands(hostile).openssl();
    assert!(script.starts_with(&format!("(\nendpoint={word}\n")));
    assert_eq!(script.matches(hostile).count(), 0);
}

#[test]
fn what_is_shown_of_an_answer_is_never_the_token() {
    let shown = |answer: &str| {
        let script = format!("printf %s \"$1\" | {SHOWN}");
        let output = Command::new("sh")
            .args(["-c", &script, "sh", answer])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let good = r#"{"token_type":"Bearer","expires_in":3599,"access_token":"ey.s3cret"}"#;
    assert_eq!(shown(good), "\"token_type\":\"Bearer\n");
    let bad = r#"{"error":"invalid_client","error_description":"AADSTS700027: The certificate"}"#;
    assert_eq!(
        shown(bad),
        "\"error_description\":\"AADSTS700027: The certificate\n"
    );
}

#[test]
fn every_answer_is_told_from_the_others() {
    for (at, one) in PROOF_ANSWERS.iter().enumerate() {
        for other in &PROOF_ANSWERS[at + 1..] {
            assert!(!one.sign.contains(other.sign) && !other.sign.contains(one.sign));
            assert_ne!(one.meaning, other.meaning);
        }
    }
}
