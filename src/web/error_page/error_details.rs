//! What of an error a page shows, and the page.

use askama::Template;

/// Says what of an error a page shows.
#[derive(Debug, Clone, Default)]
pub struct ErrorDetails {
    pub status: u16,
    /// What of several errors of one status it is.
    pub kind: &'static str,
    /// Until something may be tried again.
    pub minutes: u64,
    pub detail: String,
    pub choice: Option<ChoiceDetails>,
}

/// Says what can be chosen among, and how.
#[derive(Debug, Clone, Default)]
pub struct ChoiceDetails {
    /// Name and address of each; or name and value of the field, where a form goes on.
    pub choices: Vec<(String, String)>,
    /// How many more there are.
    pub unlisted: usize,
    pub form: Option<ChoiceForm>,
}

/// A form that is sent again with one of the choices.
#[derive(Debug, Clone, Default)]
pub struct ChoiceForm {
    pub action: String,
    /// The field that is chosen.
    pub field: String,
    /// What else was filled in.
    pub fields: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    error: &'a ErrorDetails,
    around: &'a ErrorSurroundings,
}

/// Says what stands around an error, once it is known who asks.
#[derive(Debug, Clone, Default)]
pub struct ErrorSurroundings {
    /// The pages there are, written out.
    pub nav: String,
    /// The period and the rule one looked at.
    pub view: String,
    /// Nobody is known, for there are no users.
    pub is_open: bool,
}

/// Writes the page of an error.
pub fn render_error(error: &ErrorDetails, around: &ErrorSurroundings) -> String {
    ErrorPage { error, around }.render().unwrap_or_default()
}
