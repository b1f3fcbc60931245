//! What went wrong: the message, and what Microsoft's support asks for.

use base::Clock;
use base::Key;
use base::Message;
use base::Timestamp;
use words::Language;
use words::Text;

use crate::browser::clock::BrowserClock;

/// What went wrong, for the person.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    pub(crate) message: Message,
    /// When it went wrong, by Microsoft's clock if Microsoft said so.
    pub(crate) at: Timestamp,
    /// Our own id of the last write to Graph of the step that stopped.
    client_request_id: Option<String>,
    /// Graph's `request-id`, or Entra's trace id, which Entra's own page calls the request id.
    request_id: Option<String>,
    /// Entra's correlation id.
    correlation_id: Option<String>,
    /// What a new sign-in must prove, where Graph demands one.
    challenge: Option<String>,
}

impl Trouble {
    /// What went wrong just now.
    pub(crate) fn new(message: Message) -> Self {
        Self {
            message,
            at: BrowserClock.now(),
            request_id: None,
            client_request_id: None,
            correlation_id: None,
            challenge: None,
        }
    }

    /// What went wrong in a call to Graph.
    pub(crate) fn of_graph(error: &graph::GraphError) -> Self {
        Self {
            request_id: error.request_id(),
            challenge: match error {
                graph::GraphError::ClaimsChallenge { claims, .. } => Some(claims.clone()),
                _ => None,
            },
            ..Self::new(provision::reading_problem(error))
        }
    }

    /// What stopped a run.
    pub(crate) fn of_stop(stop: &provision::Stop) -> Self {
        Self {
            request_id: stop.request_id.clone(),
            client_request_id: stop.client_request_id.clone(),
            challenge: stop.challenge.clone(),
            ..Self::new(stop.problem.clone())
        }
    }

    /// What went wrong while signing in.
    pub(crate) fn of_sign_in(error: &signin::SignInError) -> Self {
        let trouble = Self::new(error.message());
        let Some(refusal) = error.refusal() else {
            return trouble;
        };
        Self {
            at: refusal.at.unwrap_or(trouble.at),
            request_id: refusal.trace.clone(),
            correlation_id: refusal.correlation.clone(),
            ..trouble
        }
    }

    /// Whether only a new sign-in helps.
    pub(crate) fn needs_sign_in(&self) -> bool {
        matches!(self.message.key, Key::StoppedSignIn | Key::StoppedChallenge)
    }

    /// Whether the person lacks a role that a colleague may have.
    pub(crate) fn lacks_role(&self) -> bool {
        provision::lacks_role(&self.message)
    }

    /// What a new sign-in must prove, where Graph demands one.
    pub(crate) fn challenge(&self) -> Option<&str> {
        self.challenge.as_deref()
    }

    /// Microsoft's code and ids with what each is called, as far as there are any.
    pub(crate) fn facts(&self) -> Vec<(Text, String)> {
        let facts = [
            (Text::ProblemCode, self.code()),
            (
                Text::ProblemDetail,
                self.message.parameters.get("detail").cloned(),
            ),
            (Text::ProblemRequestId, self.request_id.clone()),
            (Text::ProblemClientRequestId, self.client_request_id.clone()),
            (Text::ProblemCorrelationId, self.correlation_id.clone()),
        ];
        let known = |(label, value): (Text, Option<String>)| Some((label, value?));
        facts.into_iter().filter_map(known).collect()
    }

    /// All of it as text for support: the sentence, a line for each fact, and the time in UTC.
    pub(crate) fn as_text(&self, language: Language) -> String {
        let mut lines = vec![words::sentence(&self.message, language)];
        let time = (Text::ProblemTime, self.at.to_string());
        for (label, value) in self.facts().into_iter().chain([time]) {
            lines.push(format!("{}: {value}", label.words(language)));
        }
        lines.join("\n")
    }

    /// The code that people look up, behind the HTTP status where it comes from Graph.
    fn code(&self) -> Option<String> {
        let parameter = |name| self.message.parameters.get(name).map(String::as_str);
        let parts = [parameter("status"), parameter("code")];
        let parts: Vec<&str> = parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble(message: Message) -> Trouble {
        Trouble {
            message,
            at: Timestamp::from_unix_seconds(1_795_248_000),
            request_id: None,
            client_request_id: None,
            correlation_id: None,
            challenge: None,
        }
    }

    fn refused() -> Message {
        Message::new(Key::StoppedRefused)
            .with("status", 403)
            .with("code", "Authorization_RequestDenied")
            .with("message", "No.")
            .advised(Message::new(Key::AdviceRoles))
    }

    #[test]
    fn what_is_copied_holds_everything_support_asks_for() {
        let trouble = Trouble {
            request_id: Some("r-1".to_owned()),
            client_request_id: Some("o-3".to_owned()),
            correlation_id: Some("c-2".to_owned()),
            ..trouble(refused())
        };
        for (language, lines) in [
            (
                Language::English,
                [
                    "Code: 403 Authorization_RequestDenied",
                    "Request id: r-1",
                    "Our id of the step's last write (client-request-id): o-3",
                    "Correlation id: c-2",
                    "Time: 2026-11-21T08:00:00Z",
                ],
            ),
            (
                Language::Dutch,
                [
                    "Code: 403 Authorization_RequestDenied",
                    "Verzoek-id: r-1",
                    "Ons id van de laatste schrijfopdracht van de stap (client-request-id): o-3",
                    "Correlatie-id: c-2",
                    "Tijdstip: 2026-11-21T08:00:00Z",
                ],
            ),
        ] {
            let text = trouble.as_text(language);
            let mut shown = text.lines();
            let said = words::sentence(&refused(), language);
            assert_eq!(shown.next(), Some(said.as_str()));
            assert_eq!(shown.collect::<Vec<_>>(), lines);
        }
    }

    #[test]
    fn what_there_is_not_has_no_line() {
        let nothing = trouble(Message::new(Key::StoppedNotSeen));
        assert_eq!(nothing.facts(), []);
        let no_code = refused().with("code", "");
        assert_eq!(
            trouble(no_code).facts(),
            [(Text::ProblemCode, "403".to_owned())]
        );
        let entra = Message::new(Key::SignInAgain).with("code", "AADSTS700084");
        assert_eq!(
            trouble(entra).facts(),
            [(Text::ProblemCode, "AADSTS700084".to_owned())]
        );
    }

    #[test]
    fn where_exactly_an_answer_could_not_be_read_is_told_to_support() {
        let message = Message::new(Key::StoppedUnreadable)
            .because(Message::new(Key::ReasonAnswerForm))
            .with("detail", "missing field `id` at line 1 column 2");
        let detail = "missing field `id` at line 1 column 2".to_owned();
        assert_eq!(trouble(message).facts(), [(Text::ProblemDetail, detail)]);
    }

    #[test]
    fn only_the_end_of_a_sign_in_needs_another() {
        for key in [Key::StoppedSignIn, Key::StoppedChallenge] {
            assert!(trouble(Message::new(key)).needs_sign_in());
        }
        assert!(!trouble(refused()).needs_sign_in());
    }

    #[test]
    fn a_colleague_is_asked_only_where_a_role_lacks() {
        assert!(trouble(refused()).lacks_role());
        let other = Message::new(Key::StoppedRefused).advised(Message::new(Key::AdviceGone));
        assert!(!trouble(other).lacks_role());
        assert!(!trouble(Message::new(Key::StoppedSignIn)).lacks_role());
    }
}
