//! Mô phỏng hạng: where an agency would stand in the published table if its dossiers at hand are done.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Html,
};

use super::{
    super::{
        ServedSite,
        finding::agency_finder::{OFFERED, offer_name},
        http::{
            error::WebError,
            page_context::{PageContext, render_page},
            query::RequestQuery,
        },
    },
    parts::{dossier_line::DossierLine, frame::PageLayout},
};
use crate::{
    catalog::{metric::lever::LeverDefinition, scorecard::Scorecard},
    domain::{decimal::format_thousands, vietnamese_date::format_day},
    view::{
        ScoreRequest,
        simulation::{
            ChangeProblem, ScoreLever, ScoreSimulation, SimulatedScore, text::SimulationText,
        },
    },
    warehouse::query::{AgencyName, LeverDossier, LeverStanding},
};

/// So many dossiers of each lever are shown; a file holds all.
const SHOWN_DOSSIERS: u64 = 50;

/// Begins the name of an option that tries so many dossiers of a lever.
const CHANGE: &str = "change.";

#[derive(Template)]
#[template(path = "simulation.html")]
struct SimulationPage {
    frame: PageLayout,
    id: String,
    name: String,
    source: String,
    /// Whose; none where it must be chosen.
    agency: Option<AgencyName>,
    /// A card about one agency lets no other be chosen.
    is_fixed: bool,
    agencies: Vec<(String, String, bool)>,
    agency_text: Option<String>,
    /// Why nothing is simulated.
    missing: Option<String>,
    text: Option<SimulationText>,
    /// What was asked for and cannot be tried.
    refused: Option<String>,
    fields: Vec<TriedField>,
    lists: Vec<LeverList>,
    card_address: String,
    csv: String,
    xlsx: String,
    carried: Vec<(String, String)>,
    form_carried: Vec<(String, String)>,
}

/// The dossiers of one lever.
struct LeverList {
    name: String,
    /// Heads the last column: the day that is too late, or whether it counts where there is no such day.
    head: String,
    lines: Vec<(DossierLine, String)>,
    /// How many are not shown.
    more: Option<String>,
}

/// Holds a field of the form: how many dossiers of a lever are tried, of how many at most.
struct TriedField {
    id: String,
    name: String,
    most: i64,
    value: i64,
}

/// Holds what is simulated, or why nothing is.
#[derive(Default)]
struct SimulatedPart {
    missing: Option<String>,
    text: Option<SimulationText>,
    refused: Option<String>,
    fields: Vec<TriedField>,
}

/// Whose dossiers are looked at.
pub struct SimulatedAgency {
    pub agency: AgencyName,
}

impl SimulatedAgency {
    /// The agency the card is about, or else the one asked for.
    pub fn find(context: &PageContext, card: &Scorecard) -> Result<Option<Self>, WebError> {
        let period = context.view.period;
        let agency = match &card.agency {
            Some(own) => context.warehouse.agencies.at(own, period),
            None => context.query.find_agency(context.warehouse, period)?,
        };
        Ok(agency.map(|agency| Self { agency }))
    }

    /// Asks for its card.
    pub fn request<'a>(
        &'a self,
        context: &PageContext<'a>,
        card: &'a Scorecard,
    ) -> ScoreRequest<'a> {
        ScoreRequest {
            catalog: context.catalog,
            warehouse: context.warehouse,
            card,
            period: context.view.period,
            agency: &self.agency.code,
        }
    }
}

/// Reads how many dossiers of which lever are tried. Fails where it is no number.
pub fn read_changes(query: &RequestQuery) -> Result<Vec<(String, i64)>, WebError> {
    let read = |(lever, text): (&str, &str)| {
        let problem = || WebError::BadRequest { problem: format!("{CHANGE}{lever}={text}") };
        Ok((lever.to_owned(), text.parse().map_err(|_| problem())?))
    };
    query.options_below(CHANGE).into_iter().map(read).collect()
}

/// The score with the numbers asked for; `None` without any. Fails for numbers that cannot be tried.
pub fn try_changes(
    simulation: &ScoreSimulation,
    changes: &[(String, i64)],
) -> Result<Option<SimulatedScore>, WebError> {
    if changes.is_empty() {
        return Ok(None);
    }
    let named = || changes.iter().map(|(id, count)| format!("{CHANGE}{id}={count}"));
    let problem = |_| WebError::BadRequest { problem: named().collect::<Vec<_>>().join("&") };
    simulation.try_changes(changes).map(Some).map_err(problem)
}

/// Shows the simulation of an agency on a card of the period.
pub async fn simulation_page(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    query: RequestQuery,
) -> Result<Html<String>, WebError> {
    site.run_query(query, move |context| {
        let card = context.catalog.find_scorecard(&id, context.view.period.end())?;
        render_page(&simulation_view(context, card)?)
    })
    .await
}

fn simulation_view(context: &PageContext, card: &Scorecard) -> Result<SimulationPage, WebError> {
    let period = context.view.period;
    let found = SimulatedAgency::find(context, card)?;
    let (mut part, mut lists) = (SimulatedPart::default(), Vec::new());
    if let Some(found) = &found {
        let asked = found.request(context, card);
        part = simulate_part(context, &asked)?;
        lists = list_dossiers(context, &asked)?;
    }
    let agency = found.map(|found| found.agency);
    let base = format!("/scorecards/{}", card.asked_as());
    let address = |path: String| {
        let asked = [
            ("period", Some(period.to_string())),
            ("agency", agency.as_ref().map(|it| it.code.clone())),
        ];
        let asked = asked.each_ref().map(|(name, value)| (*name, value.as_deref()));
        context.query.with_path(path).address_with(&asked)
    };
    let is_chosen = |code: &str| agency.as_ref().is_some_and(|agency| agency.code == code);
    let known = context.warehouse.agencies.list_with_numbers(period);
    let is_long = known.len() > OFFERED;
    let agency_text = is_long
        .then(|| agency.as_ref().map_or_else(String::new, |one| offer_name(&one.name, &one.code)));
    let offered = known.into_iter().filter(|_| !is_long).map(|(code, name)| {
        let is_on = is_chosen(&code);
        (code, name, is_on)
    });
    let options: Vec<String> =
        context.query.options_below(CHANGE).iter().map(|(id, _)| format!("{CHANGE}{id}")).collect();
    let left_out: Vec<&str> = options.iter().map(String::as_str).collect();
    let without_agency: Vec<&str> = left_out.iter().copied().chain(["agency"]).collect();
    Ok(SimulationPage {
        frame: context.page_layout("scorecards")?,
        id: card.asked_as().to_owned(),
        name: card.name.clone(),
        source: card.source.clone(),
        is_fixed: card.agency.is_some(),
        agencies: offered.collect(),
        agency_text,
        missing: part.missing,
        text: part.text,
        refused: part.refused,
        fields: part.fields,
        lists,
        card_address: address(base.clone()),
        csv: address(format!("/api/v1{base}/simulation.csv")) + "&excel=1",
        xlsx: address(format!("/api/v1{base}/simulation.xlsx")) + "&excel=1",
        carried: context.query.form_fields(&without_agency),
        form_carried: context.query.form_fields(&left_out),
        agency,
    })
}

/// Simulates an agency, with the numbers asked for if they can be tried.
fn simulate_part(context: &PageContext, asked: &ScoreRequest) -> Result<SimulatedPart, WebError> {
    let words = context.words();
    let Some(table) = asked.find_table()? else {
        let has_total = asked.card.published.is_some();
        let id = if has_total { "simulate.no_table" } else { "simulate.no_total" };
        return Ok(SimulatedPart {
            missing: Some(words.fill_phrase(id, &[])),
            ..SimulatedPart::default()
        });
    };
    let simulation = asked.simulate_score(table)?;
    let (changes, refused) = match read_changes(context.query) {
        Ok(changes) => {
            let problem = simulation.try_changes(&changes).err();
            (changes, problem.map(|problem| describe_problem(context, &problem)))
        }
        Err(_) => (Vec::new(), Some(words.fill_phrase("simulate.refused", &[]))),
    };
    let score = try_changes(&simulation, &changes).ok().flatten();
    Ok(SimulatedPart {
        missing: None,
        text: Some(simulation.to_text(words, score.map(|it| (changes.as_slice(), it)))),
        refused,
        fields: list_fields(&simulation, &changes),
    })
}

/// What has no lever and what has not so many dossiers are told apart.
fn describe_problem(context: &PageContext, problem: &ChangeProblem) -> String {
    match problem {
        ChangeProblem::UnknownLever { id } => {
            context.words().fill_phrase("simulate.refused_lever", &[("lever", id)])
        }
        ChangeProblem::TooMany { .. } => context.words().fill_phrase("simulate.refused", &[]),
    }
}

/// The fields show the numbers asked for, else those that count now.
fn list_fields(simulation: &ScoreSimulation, changes: &[(String, i64)]) -> Vec<TriedField> {
    let of = |id: &str| changes.iter().find(|(lever, _)| lever == id).map(|(_, count)| *count);
    let field = |lever: &ScoreLever| TriedField {
        id: lever.lever.id.clone(),
        name: lever.lever.name.clone(),
        most: lever.counts.at_hand(),
        value: of(&lever.lever.id).unwrap_or(lever.counts.kept),
    };
    simulation.levers.iter().map(field).collect()
}

fn list_dossiers(context: &PageContext, asked: &ScoreRequest) -> Result<Vec<LeverList>, WebError> {
    let period = context.view.period;
    let line = |row: &LeverDossier| {
        let code = &row.dossier.agency_code;
        let known = context.warehouse.agencies.at(code, period);
        let agency = known.map_or_else(|| code.clone(), |agency| agency.name);
        let id = format!("column.standing.{}", row.standing.id());
        let until = match (row.standing, row.lost_on) {
            (LeverStanding::Kept, Some(day)) => format_day(day),
            (_, Some(day)) => {
                context.words().fill_phrase("column.standing.today", &[("day", &format_day(day))])
            }
            _ => context.words().fill_phrase(&id, &[]),
        };
        (DossierLine::new(context.catalog, &row.dossier, agency), until)
    };
    // One more than is shown says that there are more.
    let listed = asked.list_at_hand(None, SHOWN_DOSSIERS + 1)?;
    let shown = usize::try_from(SHOWN_DOSSIERS).unwrap_or(usize::MAX);
    let list = |(lever, rows): (&LeverDefinition, Vec<LeverDossier>)| {
        let at_most = format_thousands(i64::try_from(shown).unwrap_or(i64::MAX));
        let has_days = rows.iter().any(|row| row.lost_on.is_some());
        let head = if has_days { "column.lost_on" } else { "column.standing" };
        LeverList {
            head: context.words().fill_phrase(head, &[]),
            name: lever.name.clone(),
            more: (rows.len() > shown)
                .then(|| context.words().fill_phrase("simulate.more", &[("count", &at_most)])),
            lines: rows.iter().take(shown).map(line).collect(),
        }
    };
    Ok(listed.into_iter().map(list).collect())
}
