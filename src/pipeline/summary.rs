//! The plainest report: the overview's ranking as words, picture and table.

use crate::{
    catalog::Catalog,
    chart::{Size, png},
    delivery::{Maker, Order},
    state::parcel::{Parcel, ParcelFile},
    view::{Kind, Picture, Wording},
    warehouse::read::{Filter, Level, Value, Warehouse},
};

/// Agencies named in the text; the table has all.
const NAMED: usize = 10;

pub struct Summary<'a> {
    pub catalog: &'a Catalog,
    pub warehouse: Option<&'a Warehouse>,
}

impl Summary<'_> {
    fn made(&self, order: &Order) -> miette::Result<Parcel> {
        let warehouse = self.warehouse.ok_or_else(|| miette::miette!("there is no warehouse"))?;
        let metric = self.catalog.metric(&self.catalog.overview.ranking)?;
        let picture = Picture {
            catalog: self.catalog,
            warehouse,
            metric,
            period: order.period,
            published: false,
            agency: order.agency,
            kind: Kind::Bar,
        };
        let drawn = picture.drawn()?;
        let words = Wording::new(self.catalog);
        let values = [("metric", metric.name.clone()), ("period", words.period(order.period))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let title = words.say("delivery.summary_subject", &values);
        let lines = drawn.table.rows.iter().take(NAMED).filter_map(|row| match row.as_slice() {
            [agency, value] => {
                Some(words.say("delivery.summary_line", &[("agency", agency), ("value", value)]))
            }
            _ => None,
        });
        let lines: Vec<String> = order.mark.map(str::to_owned).into_iter().chain(lines).collect();
        let shown: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
        let html = format!(
            "<!doctype html><meta charset=\"utf-8\"><h1>{}</h1><p>{}</p><p><img src=\"cid:ranking.png\" alt=\"{}\" width=\"640\"></p>",
            escaped(&title),
            shown.join("<br>"),
            escaped(&title)
        );
        let file = |name: String, media_type: &str, is_inline, bytes| ParcelFile {
            name,
            media_type: media_type.to_owned(),
            is_inline,
            bytes,
        };
        let name = format!("{}-{}.csv", order.report_id, order.period);
        Ok(Parcel {
            subject: title,
            text: lines.join("\n"),
            html,
            files: vec![
                file("ranking.png".into(), "image/png", true, png(&drawn.svg, Size::Usual)?),
                file(name, "text/csv; charset=utf-8", false, drawn.table.csv()),
            ],
        })
    }

    fn below(&self, order: &Order) -> miette::Result<Vec<String>> {
        let warehouse = self.warehouse.ok_or_else(|| miette::miette!("there is no warehouse"))?;
        let page = &self.catalog.overview;
        let metric = self.catalog.metric(&page.ranking)?;
        let filter = Filter { level: Some(Level::Named(page.level.clone())), ..Filter::default() };
        let targets = warehouse.targets(&metric.id, order.period.end())?;
        let is_below = |value: &Value| {
            let target = targets.of_value(value);
            target.is_some_and(|it| !it.value.is_met(value.measure, metric.unit, metric.better))
        };
        let listed = warehouse.listed(metric, order.period, false, &filter)?;
        let is_counted = |value: &&Value| !value.measure.is_empty() && is_below(value);
        Ok(listed.iter().filter(is_counted).map(|value| value.agency_code.clone()).collect())
    }
}

impl Maker for Summary<'_> {
    fn make(&self, order: &Order) -> Result<Option<Parcel>, String> {
        self.made(order).map(Some).map_err(|error| error.to_string())
    }

    fn under_floor(&self, order: &Order) -> Result<Vec<String>, String> {
        self.below(order).map_err(|error| error.to_string())
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
