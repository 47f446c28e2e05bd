//! Over a list of what is due: within how many working days, and how many on which day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::request::DossierRequest;
use crate::{
    domain::decimal::format_thousands,
    domain::vietnamese_date::{format_day, format_day_of_year},
    warehouse::query::DueDaysAsked,
    web::http::{error::WebError, page_context::PageContext},
};

/// What of an address keeps a list to some of its dossiers, so that days counted without it would be others.
const NARROWING: [&str; 3] = ["procedure", "code", "lateness"];

/// Says within how many working days dossiers are due, and how many on each day.
pub struct DueStrip {
    /// "Trong 5 ngày làm việc, 02/01 – 08/01/2024"
    pub span: String,
    pub days: Vec<DueDayLink>,
}

/// Names one day, how many are due on it, and where they are listed.
pub struct DueDayLink {
    pub day: String,
    pub count: String,
    pub address: String,
    pub is_on: bool,
}

/// Makes the strip of a list that wants one; nothing of one that is kept to some, or has none.
pub fn due_strip(
    context: &PageContext,
    asked: &DossierRequest,
) -> Result<Option<DueStrip>, WebError> {
    let lists = &context.catalog.overview.lists;
    let wants = lists.iter().any(|list| asked.list == Some(&list.id) && list.by_due_day);
    let is_narrow = NARROWING.iter().any(|name| context.query.get_option(name).is_some());
    let until = context.warehouse.metrics.known_span(asked.metric).until;
    let Some(until) = until.filter(|_| wants && !is_narrow) else { return Ok(None) };
    let from = until.min(context.view.period.end());
    let counts = context.warehouse.dossiers.count_by_due_day(&DueDaysAsked {
        metric: asked.metric,
        period: context.view.period,
        agency: asked.agency.as_ref().map(|agency| agency.code.as_str()),
        from,
        until: None,
    })?;
    let mut days: BTreeMap<Date, i64> = BTreeMap::new();
    for count in counts {
        *days.entry(count.due_on).or_default() += count.dossiers;
    }
    let (Some(first), Some(last)) = (days.keys().next(), days.keys().next_back()) else {
        return Ok(None);
    };
    let working = context.warehouse.dossiers.count_working_days(from, *last)?;
    let working = working.map_or_else(|| "–".to_owned(), |days| days.to_string());
    let said = [
        ("days", working.as_str()),
        ("first", &format_day_of_year(*first)),
        ("last", &format_day(*last)),
    ];
    let span = context.words().fill_phrase("dossiers.due_span", &said);
    let chosen = context.query.get_option("due_from");
    let link = |(day, count): (&Date, &i64)| {
        let text = day.to_string();
        let is_on = chosen == Some(&text) && context.query.get_option("due_to") == chosen;
        let wanted = (!is_on).then_some(text.as_str());
        DueDayLink {
            day: format_day_of_year(*day),
            count: format_thousands(*count),
            address: context.query.address_with(&[
                ("due_from", wanted),
                ("due_to", wanted),
                ("page", None),
            ]),
            is_on,
        }
    };
    Ok(Some(DueStrip { span, days: days.iter().map(link).collect() }))
}
