//! Đơn vị: one agency, its numbers, and the dossiers that pull it down.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query as Params, State},
    response::Html,
};

use super::{
    Site,
    error::WebError,
    query::{Query, View},
    tile::Tile,
};
use crate::{
    catalog::Catalog,
    domain::{measure::Measure, period::Period},
    view::{Kind, Picture, Wording},
    warehouse::read::{DossierRow, Filter, Lineage, Predecessor, Warehouse},
};

/// Failing dossiers listed on the page; `motcua rows` lists them all.
const LISTED: u64 = 500;

#[derive(Template)]
#[template(path = "agency.html")]
struct AgencyPage {
    view: View,
    name: String,
    code: String,
    period: String,
    /// What the agency is made of, and what of that cannot be carried over.
    succession: Vec<String>,
    tiles: Vec<Tile>,
    /// The metrics the overview does not show.
    others: Vec<Tile>,
    chart: Option<String>,
    metric: String,
    rule: String,
    rows: Vec<DossierLine>,
    is_cut: bool,
    data_version: String,
}

/// A failing dossier; nothing of it names a person.
struct DossierLine {
    code: String,
    procedure: String,
    status: String,
    received: String,
    due: String,
    ended: String,
}

pub async fn page(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    Params(query): Params<Query>,
) -> Result<Html<String>, WebError> {
    let page = site
        .ask(move |catalog, warehouse| {
            let view = query.view(catalog, warehouse)?;
            agency(catalog, warehouse, &code, view)
        })
        .await?;
    Ok(Html(page.render()?))
}

fn agency(
    catalog: &Catalog,
    warehouse: &Warehouse,
    code: &str,
    view: View,
) -> Result<AgencyPage, WebError> {
    let words = Wording::new(catalog);
    let Some(agency) = warehouse.agency(code, view.period)? else {
        return Err(WebError::NotFound { what: code.to_owned() });
    };
    let overview = &catalog.overview;
    let metric = catalog.metric(if view.published {
        &overview.published_ranking
    } else {
        &overview.ranking
    })?;
    let (mut tiles, mut others) = (Vec::new(), Vec::new());
    for shown in catalog.metrics.iter().filter(|shown| !view.published || shown.id == metric.id) {
        let measure = |period: Period| -> Result<Option<Measure>, WebError> {
            let filter = Filter { agency: Some(agency.code.clone()), ..Filter::default() };
            let values = warehouse.listed(shown, period, view.published, &filter)?;
            Ok(values.first().map(|value| value.measure))
        };
        let is_tile = shown.id == metric.id || overview.tiles.contains(&shown.id);
        let now = measure(view.period)?;
        // What has nothing to tell is told of the page's own metrics alone.
        if let Some(now) = now.filter(|now| is_tile || now.value(shown.unit).is_some()) {
            let shelf = if is_tile { &mut tiles } else { &mut others };
            shelf.push(Tile::new(
                catalog,
                warehouse,
                shown,
                (now, measure(view.period.before())?),
                view.period,
                Some(&agency),
            )?);
        }
    }
    let chart = if view.published {
        None
    } else {
        let (period, published, agency) = (view.period, view.published, Some(agency.code.as_str()));
        Some(
            Picture { catalog, warehouse, metric, period, published, agency, kind: Kind::Line }
                .svg()?,
        )
    };
    // A published figure has no dossiers behind it.
    let rows = if view.published {
        Vec::new()
    } else {
        warehouse.rows(metric, view.period, &agency.code, true, LISTED + 1)?
    };
    let succession = succession(catalog, warehouse.lineage(&agency.code, view.period.end())?);
    Ok(AgencyPage {
        view,
        succession,
        name: agency.name,
        code: agency.code,
        period: words.period(view.period),
        tiles,
        others,
        chart,
        metric: metric.name.clone(),
        rule: metric.rule_name.clone(),
        is_cut: rows.len() as u64 > LISTED,
        rows: rows
            .iter()
            .take(usize::try_from(LISTED).unwrap_or(usize::MAX))
            .map(|row| line(catalog, row))
            .collect(),
        data_version: warehouse.data_version.clone(),
    })
}

fn succession(catalog: &Catalog, lineage: Option<Lineage>) -> Vec<String> {
    let Some(lineage) = lineage else {
        return Vec::new();
    };
    let day = lineage.on.strftime("%d/%m/%Y").to_string();
    let sentence = |id: &str, parts: &[Predecessor]| {
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        let values = [("day", day.as_str()), ("names", &names.join(", "))];
        (!parts.is_empty()).then(|| catalog.phrases.say(id, &values))
    };
    let whole = sentence("succession.whole", &lineage.whole);
    whole.into_iter().chain(sentence("succession.split", &lineage.split)).collect()
}

fn line(catalog: &Catalog, row: &DossierRow) -> DossierLine {
    DossierLine {
        code: row.dossier_code.clone(),
        procedure: row.procedure_name.clone().unwrap_or_default(),
        status: catalog.vocabulary.name("status", &row.status).to_owned(),
        received: instant(row.received_at.as_deref()),
        due: instant(row.due_at.as_deref()),
        ended: instant(row.ended_at.as_deref()),
    }
}

/// `2023-12-31 16:30:00` as `31/12/2023 16:30`
fn instant(text: Option<&str>) -> String {
    let read = text.and_then(|text| text.parse::<jiff::civil::DateTime>().ok());
    read.map_or("–".into(), |instant| instant.strftime("%d/%m/%Y %H:%M").to_string())
}
