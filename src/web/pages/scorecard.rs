//! Bảng điểm: a scorecard filled in for one agency.

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
    parts::frame::PageLayout,
};
use crate::{
    catalog::scorecard::Scorecard,
    domain::vietnamese_date::format_day,
    domain::{decimal::FixedDecimal, measure::Measure, threshold::Threshold},
    view::{AnswerWording, ScoreRequest, ScoredRow},
    warehouse::query::AgencyName,
};

/// Where there is no number.
const NONE: &str = "–";

#[derive(Template)]
#[template(path = "scorecard.html")]
struct ScorecardPage {
    frame: PageLayout,
    /// Address, name, and whether it is shown.
    cards: Vec<(String, String, bool)>,
    name: String,
    source: String,
    /// Where the card is not of the period shown.
    other_time: Option<String>,
    id: String,
    /// Whose card; none where it must be chosen.
    agency: Option<AgencyName>,
    /// A card about one agency lets no other be chosen.
    is_fixed: bool,
    agencies: Vec<(String, String, bool)>,
    /// The chosen one, to be written over, where there are too many to offer.
    agency_text: Option<String>,
    total: Option<String>,
    rank: Option<String>,
    rows: Vec<ScorecardPageRow>,
    /// Columns something stands in.
    columns: Vec<&'static str>,
    carried: Vec<(String, String)>,
    /// Where the agency's rank is simulated, for whoever may see dossiers.
    simulation: Option<String>,
}

impl ScorecardPage {
    fn shows(&self, column: &str) -> bool {
        self.columns.contains(&column)
    }
}

struct ScorecardPageRow {
    is_group: bool,
    id: String,
    name: String,
    max: String,
    points: String,
    lost: String,
    published: String,
    ours: String,
    origin: String,
    target: String,
    rank: String,
    office: String,
}

/// Shows the first scorecard of the content; unavailable where the content has none.
pub async fn first_scorecard(
    State(site): State<Arc<ServedSite>>,
    query: RequestQuery,
) -> Result<Html<String>, WebError> {
    site.run_query(query, |context| {
        let shown = newest_versions(context).into_iter().next().ok_or(WebError::Unavailable)?;
        render_page(&scorecard_view(context, shown)?)
    })
    .await
}

/// Shows a scorecard filled in for one agency, in the version of the period or else the newest.
pub async fn scorecard_page(
    State(site): State<Arc<ServedSite>>,
    Path(id): Path<String>,
    query: RequestQuery,
) -> Result<Html<String>, WebError> {
    site.run_query(query, move |context| {
        let card = context.catalog.find_scorecard(&id, context.view.period.end());
        let shown = card.or_else(|_| find_newest(context, &id))?;
        render_page(&scorecard_view(context, shown)?)
    })
    .await
}

/// One card of each name: the version of the period, else the newest.
fn newest_versions<'a>(context: &PageContext<'a>) -> Vec<&'a Scorecard> {
    let mut ids: Vec<&str> = context.catalog.scorecards.iter().map(Scorecard::asked_as).collect();
    ids.dedup();
    let of_time =
        |name: &&str| context.catalog.find_scorecard(name, context.view.period.end()).ok();
    let named = |name: &str| find_newest(context, name).ok();
    ids.iter().filter_map(|name| of_time(name).or_else(|| named(name))).collect()
}

fn find_newest<'a>(context: &PageContext<'a>, id: &str) -> Result<&'a Scorecard, WebError> {
    let mut newest_first = context.catalog.scorecards.iter().rev();
    let found = newest_first.find(|card| card.id == id || card.asked_as() == id);
    found.ok_or_else(|| WebError::NotFound { what: id.to_owned() })
}

fn scorecard_view(context: &PageContext, card: &Scorecard) -> Result<ScorecardPage, WebError> {
    let (words, period) = (context.words(), context.view.period);
    let agency = match &card.agency {
        Some(own) => context.warehouse.agencies.at(own, period),
        None => context.query.find_agency(context.warehouse, period)?,
    };
    let (mut rows, mut total) = (Vec::new(), None);
    if let Some(agency) = &agency {
        let asked = ScoreRequest {
            catalog: context.catalog,
            warehouse: context.warehouse,
            card,
            period,
            agency: &agency.code,
        };
        let scored = asked.score_rows()?;
        let whole = asked.total_score(&scored)?;
        let has_points = whole.max > FixedDecimal::from_whole(0);
        total = (card.adds_up && has_points).then(|| words.score_total(&whole));
        rows = scored.iter().map(|scored| scorecard_row(words, scored)).collect();
    }
    let address = |card: &Scorecard| {
        let path = context.query.with_path(format!("/scorecards/{}", card.asked_as()));
        path.address_with(&[("period", Some(&period.to_string()))])
    };
    let agencies = agency_choices(context, agency.as_ref())?;
    let frame = context.page_layout("scorecards")?;
    let is_simulated = card.published.is_some() && agency.is_some() && frame.has_rows();
    Ok(ScorecardPage {
        simulation: (is_simulated && card.holds_on(period.end())).then(|| {
            let path =
                context.query.with_path(format!("/scorecards/{}/simulation", card.asked_as()));
            path.address_with(&[("period", Some(&period.to_string()))])
        }),
        frame,
        cards: (newest_versions(context).into_iter())
            .map(|other| (address(other), other.name.clone(), other.asked_as() == card.asked_as()))
            .collect(),
        name: card.name.clone(),
        source: card.source.clone(),
        other_time: other_time(context, card),
        id: card.asked_as().to_owned(),
        is_fixed: card.agency.is_some(),
        agency_text: (agencies.len() > OFFERED).then(|| {
            (agency.as_ref()).map_or_else(String::new, |one| offer_name(&one.name, &one.code))
        }),
        agencies: if agencies.len() > OFFERED { Vec::new() } else { agencies },
        agency,
        total,
        rank: describe_rank(words, card),
        columns: filled_columns(&rows),
        rows,
        carried: context.query.form_fields(&["agency"]),
    })
}

fn filled_columns(rows: &[ScorecardPageRow]) -> Vec<&'static str> {
    let is_told = |text: &str| !text.is_empty() && text != NONE;
    let told = rows.iter().flat_map(|row| {
        [
            ("figures", row.published.as_str()),
            ("figures", &row.ours),
            ("target", &row.target),
            ("rank", &row.rank),
            ("office", &row.office),
        ]
    });
    told.filter(|(_, text)| is_told(text)).map(|(column, _)| column).collect()
}

fn other_time(context: &PageContext, card: &Scorecard) -> Option<String> {
    let said = [
        ("from", format_day(card.valid_from)),
        (
            "to",
            card.valid_to.map_or_else(|| context.words().fill_phrase("score.now", &[]), format_day),
        ),
    ];
    let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
    let is_other = !card.holds_on(context.view.period.end());
    is_other.then(|| context.words().fill_phrase("score.other_time", &said))
}

fn describe_rank(words: AnswerWording, card: &Scorecard) -> Option<String> {
    let (rank, of) = card.rank.zip(card.ranked_of)?;
    let target = card.rank_target.map_or("–".into(), |target| target.to_string());
    let said = [("rank", rank.to_string()), ("of", of.to_string()), ("target", target)];
    let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
    Some(words.fill_phrase("score.rank", &said))
}

/// Whoever has numbers of any kind, by name.
fn agency_choices(
    context: &PageContext,
    chosen: Option<&AgencyName>,
) -> Result<Vec<(String, String, bool)>, WebError> {
    let is_chosen = |code: &str| chosen.is_some_and(|agency| agency.code == code);
    let choice = |(code, name): (String, String)| {
        let is_chosen = is_chosen(&code);
        (code, name, is_chosen)
    };
    let known = context.warehouse.agencies.list_with_numbers(context.view.period);
    Ok(known.into_iter().map(choice).collect())
}

fn scorecard_row(words: AnswerWording, row: &ScoredRow) -> ScorecardPageRow {
    let points =
        |points: Option<FixedDecimal>| points.map_or(NONE.into(), FixedDecimal::to_vietnamese);
    let ratio = |measure: Option<Measure>| {
        measure.map_or(NONE.into(), |measure| words.format_fraction(measure))
    };
    ScorecardPageRow {
        is_group: row.is_group,
        id: row.id.clone(),
        name: row.name.clone(),
        max: points(row.max.map(Threshold::to_hundredths)),
        points: points(row.points),
        lost: points(row.lost_points()),
        published: ratio(
            row.published
                .and_then(|figure| figure.to_measure().filter(|_| figure.numerator.is_some())),
        ),
        ours: ratio(row.computed),
        origin: words.describe_origin(row),
        target: points(row.target),
        rank: match (row.rank, row.ranked_of) {
            (Some(rank), Some(of)) => format!("{rank}/{of}"),
            (Some(rank), None) => rank.to_string(),
            (None, _) => String::new(),
        },
        office: row.office.clone().unwrap_or_default(),
    }
}
