//! What the API is, said by itself: `OpenAPI`, and a page to read it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    response::{Html, Response},
};
use serde_json::Value;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{
    agencies,
    answer::json_response,
    checks,
    dossiers::{due, handling, handling_steps, rows},
    metric_values, metrics,
    problem::ApiProblem,
    schema::{AgencyCodeText, LevelName, LimitText, PageCursor, PeriodId},
    scorecards, simulation, sources, urgings,
};
use crate::{
    catalog::phrases::PhraseBook,
    warehouse::query::BreakdownDimension,
    web::{
        ServedSite,
        auth::route_guard::COOKIE,
        http::{error::WebError, query::RequestQuery},
        navigation::SiteNavigation,
        pages::briefing::card,
    },
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "motcua",
        description = "Performance of one-stop shops: numbers, the dossiers behind them, and what was published. \
            Rows come as CSV or XLSX where that is accepted, or where `.csv` or `.xlsx` ends the address."
    ),
    modifiers(&ApiSecurity),
    security(("key" = []), ("session" = [])),
    paths(
        agencies::list,
        checks::list,
        checks::one,
        metrics::list,
        metrics::one,
        metric_values::values,
        metric_values::parts,
        metric_values::series,
        metric_values::compare,
        rows::list,
        handling::list,
        handling_steps::list,
        due::list,
        scorecards::list,
        scorecards::one,
        simulation::one,
        sources::list,
        sources::health,
        card::card_png,
        card::card_text,
        card::card_pdf,
        urgings::list::list,
    ),
    components(schemas(AgencyCodeText, PageCursor, LevelName, LimitText, BreakdownDimension, PeriodId))
)]
struct ApiDocument;

/// What shows who asks.
struct ApiSecurity;

impl Modify for ApiSecurity {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let key = SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some("A key of one's account, from the page Tài khoản"))
                .build(),
        );
        let session = "The session of somebody who came in by the pages";
        let session = ApiKeyValue::with_description(COOKIE, session);
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("key", key);
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    }
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiReference {
    nav: SiteNavigation,
    operations: Vec<ApiOperation>,
}

struct ApiOperation {
    path: String,
    summary: String,
    parameters: Vec<(String, bool, String, String)>,
    /// The same with an example of every parameter that must be there.
    example: String,
}

/// `OpenAPI` 3.1.
pub async fn openapi_document() -> Result<Response, ApiProblem> {
    json_response(&ApiDocument::openapi())
}

/// The same as a page.
pub async fn reference_page(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Html<String>, WebError> {
    let document = serde_json::to_value(ApiDocument::openapi()).unwrap_or_default();
    let paths = document["paths"].as_object().cloned().unwrap_or_default();
    let operations = paths
        .iter()
        .map(|(path, item)| {
            describe_operation(&site.catalog.phrases, &document, (path, &item["get"]))
        })
        .collect();
    Ok(Html(ApiReference { operations, nav: site.navigation(&query, "") }.render()?))
}

/// A question in the words of the content; what has none there is told as machines are told.
fn describe_operation(
    phrases: &PhraseBook,
    document: &Value,
    (path, item): (&str, &Value),
) -> ApiOperation {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let say = |ids: &[String], told: &Value| {
        let id = ids.iter().find(|id| phrases.has_phrase(id));
        id.map_or_else(|| text(told), |id| phrases.phrase_text(id).to_owned())
    };
    let parameters: Vec<_> = (item["parameters"].as_array().into_iter().flatten())
        .map(|one| {
            let is_required = one["required"].as_bool().unwrap_or(false);
            let example = [&one["example"], &resolve_schema(document, &one["schema"])["example"]];
            let example = example.into_iter().find(|example| example.is_string());
            let example = example.map(text).unwrap_or_default();
            let name = text(&one["name"]);
            let ids = [format!("api.{path} {name}"), format!("api.parameter.{name}")];
            (name, is_required, quote_codes(&say(&ids, &one["description"])), example)
        })
        .collect();
    let mut example = path.to_owned();
    let mut asked = Vec::new();
    for (name, is_required, _, given) in &parameters {
        let hole = format!("{{{name}}}");
        if example.contains(&hole) {
            example = example.replace(&hole, given);
        } else if *is_required {
            asked.push(format!("{name}={given}"));
        }
    }
    if !asked.is_empty() {
        example = format!("{example}?{}", asked.join("&"));
    }
    let summary = say(&[format!("api.{path}")], &item["summary"]);
    ApiOperation { path: path.to_owned(), summary, parameters, example }
}

/// Puts what a sentence names between backticks between marks that people read.
fn quote_codes(sentence: &str) -> String {
    let marks = ["“", "”"].into_iter().cycle();
    let mut parts = sentence.split('`');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.zip(marks).fold(first, |text, (part, mark)| text + mark + part)
}

/// The schema itself, where a parameter only refers to it.
fn resolve_schema<'d>(document: &'d Value, given: &'d Value) -> &'d Value {
    let name = given["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    name.map_or(given, |name| &document["components"]["schemas"][name])
}
