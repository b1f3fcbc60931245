//! Commands that prove a set-up from any shell: they send a client assertion to Entra's token endpoint, which no page may
//! ("OAuth 2.0 client credentials flow", second case: access token request with a certificate), and show no token.

use base::AppId;
use base::Secret;
use words::Text;

/// What says that the assertion is one (RFC 7523, section 2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Name of the field that holds the assertion.
const ASSERTION: &str = "client_assertion";

/// The assertion's field as curl reads it from its input and encodes it (curl's manual, `--data-urlencode`).
const FROM_PIPE: &str = "client_assertion@-";

/// What stands for the assertion while it is hidden.
const MASK: &str = "********";

/// What of the answer is shown: never the token itself.
const SHOWN: &str = r#"grep -oE '"(token_type|error_description)":"[^"]*'"#;

/// PowerShell 5.1 offers older versions of TLS only on some computers, which Entra refuses.
const TLS: &str = "[Net.ServicePointManager]::SecurityProtocol = 'Tls12'";

/// What is shown of a refusal in PowerShell: Entra's answer, or why there is none.
const CATCH: &str = "catch { if ($_.ErrorDetails.Message) { $_.ErrorDetails.Message } else { $_.Exception.Message } }";

/// Signs an assertion of ten minutes for `$client` at `$endpoint` (RFC 7523, section 3; PS256: RFC 7518, section 3.5), the
/// certificate named by its SHA-256 digest. openssl asks for the password of the key itself; nothing is sent if it cannot sign.
const SIGNING: &str = r#"base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
digest=$(openssl x509 -in cert.pem -outform DER | openssl dgst -sha256 -binary | base64url)
header=$(printf '{"alg":"PS256","typ":"JWT","x5t#S256":"%s"}' "$digest" | base64url)
now=$(date +%s)
claims=$(printf '{"aud":"%s","iss":"%s","sub":"%s","jti":"%s","iat":%s,"nbf":%s,"exp":%s}' \
  "$endpoint" "$client" "$client" "$(openssl rand -hex 16)" "$now" "$now" "$((now + 600))" | base64url)
signature=$(printf %s "$header.$claims" |
  openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sign key.pem | base64url)
[ -n "$signature" ] && "#;

/// Where the assertion goes, and for whom.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ProofCommands {
    /// The tenant's token endpoint, version 2.0, for which the assertion was signed.
    pub token_endpoint: String,
    /// Address of the cloud's Microsoft Graph, without a path.
    pub graph: String,
    /// Client id of the application.
    pub client_id: AppId,
}

impl ProofCommands {
    /// The command for bash and other POSIX shells. It holds the assertion, which is a credential.
    pub fn curl(&self, assertion: &Secret<String>) -> Secret<String> {
        // EXPOSE: the command is what sends it, and is a secret itself.
        Secret::new(self.curl_with(&in_shell(assertion.expose())))
    }

    /// The same to be shown, without the assertion.
    pub fn masked_curl(&self) -> String {
        self.curl_with(&in_shell(MASK))
    }

    /// The command for PowerShell 5.1 and later. It holds the assertion, which is a credential.
    pub fn powershell(&self, assertion: &Secret<String>) -> Secret<String> {
        // EXPOSE: as above.
        Secret::new(self.powershell_with(assertion.expose()))
    }

    /// The same to be shown, without the assertion.
    pub fn masked_powershell(&self) -> String {
        self.powershell_with(MASK)
    }

    /// A script for POSIX shells that signs an assertion with `key.pem` and `cert.pem` by openssl and sends it: for whoever
    /// holds the private key. There is no secret in it.
    pub fn openssl(&self) -> String {
        let endpoint = in_shell(&self.token_endpoint);
        let client = in_shell(self.client_id.as_str());
        let curl = self.curl_with("\"$header.$claims.$signature\"");
        // In parentheses the shell reads all of what is pasted before openssl asks for the password: else openssl would take
        // the next line for it.
        format!("(\nendpoint={endpoint}\nclient={client}\n{SIGNING}{curl}\n)")
    }

    /// The fields of the form that is sent, but for the assertion.
    fn fields(&self) -> [(&'static str, String); 4] {
        let scope = format!("{}/.default", self.graph.trim_end_matches('/'));
        [
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", self.client_id.to_string()),
            ("scope", scope),
            ("client_assertion_type", ASSERTION_TYPE.to_owned()),
        ]
    }

    /// The command, with the assertion as a word of the shell. curl reads it from a pipe, which the shell's own `printf`
    /// fills: the arguments of a program stand in the list of processes, for everyone on the computer to read.
    fn curl_with(&self, assertion: &str) -> String {
        let fields = self.fields();
        let fields = fields.map(|(name, value)| in_shell(&format!("{name}={value}")));
        let endpoint = in_shell(&self.token_endpoint);
        let mut command = format!("printf %s {assertion} |\n  curl -sS {endpoint}");
        for word in fields.iter().map(String::as_str).chain([FROM_PIPE]) {
            command.push_str(" \\\n  --data-urlencode ");
            command.push_str(word);
        }
        command.push_str(" |\n  ");
        command.push_str(SHOWN);
        command
    }

    fn powershell_with(&self, assertion: &str) -> String {
        let mut command = format!("{TLS}\n$form = @{{\n");
        let fields = self.fields();
        let fields = fields.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in fields.chain([(ASSERTION, assertion)]) {
            let value = in_powershell(value);
            command.push_str(&format!("  {name} = {value}\n"));
        }
        let endpoint = in_powershell(&self.token_endpoint);
        command.push_str(&format!(
            "}}\ntry {{ (Invoke-RestMethod -Method Post -Uri {endpoint} -Body $form).token_type }}\n\
             {CATCH}"
        ));
        command
    }
}

/// A text as one word of a POSIX shell (POSIX.1-2017, Shell Command Language, section 2.2.2).
fn in_shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A text as a string of PowerShell in which nothing is replaced (about_Quoting_Rules). PowerShell takes the
/// typographic quotation marks for the straight one.
fn in_powershell(text: &str) -> String {
    let is_quote = |sign| matches!(sign, '\'' | '\u{2018}'..='\u{201b}');
    let mut quoted = String::from("'");
    for sign in text.chars() {
        quoted.push(sign);
        if is_quote(sign) {
            quoted.push(sign);
        }
    }
    quoted.push('\'');
    quoted
}

/// An answer of Entra's to these commands, and what it means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ProofAnswer {
    /// What the answer holds.
    pub sign: &'static str,
    /// What it means, and what to do.
    pub meaning: Text,
}

/// The answers that are to be expected ("Microsoft Entra authentication and authorization error codes").
pub const PROOF_ANSWERS: [ProofAnswer; 9] = [
    answer("Bearer", Text::HandOverProofSignedIn),
    answer("AADSTS700027", Text::HandOverProofUnknownKey),
    answer("AADSTS700024", Text::HandOverProofTooLate),
    answer("AADSTS700021", Text::HandOverProofOtherClient),
    answer("AADSTS700023", Text::HandOverProofOtherAddress),
    answer("AADSTS700016", Text::HandOverProofNoApplication),
    answer("AADSTS7000112", Text::HandOverProofDisabled),
    answer("AADSTS90002", Text::HandOverProofNoTenant),
    // Nothing at all, or what no code stands in.
    answer("…", Text::HandOverProofNoAnswer),
];

const fn answer(sign: &'static str, meaning: Text) -> ProofAnswer {
    ProofAnswer { sign, meaning }
}

#[cfg(test)]
mod tests;
