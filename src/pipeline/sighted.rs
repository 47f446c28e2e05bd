//! Reports for whoever sees numbers alone; all others are made as papers are.

use super::papers::Papers;
use crate::{
    delivery::{Maker, Order},
    domain::sight::Sight,
    report::{Asked, Format, Press, mail, make},
    state::parcel::{Parcel, ParcelFile},
    warehouse::read::Warehouse,
};

pub struct Sighted<'a>(pub Papers<'a>);

impl Sighted<'_> {
    /// What cannot be made without single dossiers is an error here: the warehouse shows none.
    fn of_numbers(&self, order: &Order, warehouse: &Warehouse) -> miette::Result<Option<Parcel>> {
        let (warehouse, mark) = (warehouse.seen_by(&order.sight)?, order.mark.map(str::to_owned));
        let Papers { catalog, settings, .. } = self.0;
        let press =
            Press::new(catalog, &settings.office, &warehouse, order.now.date()).marked(mark);
        let report = catalog.report(order.report_id)?;
        let asked = Asked { report, period: order.period, agency: None };
        let Some(body) = mail(&press, asked)? else {
            return Ok(None);
        };
        let file = |name, media_type: &str, is_inline, bytes| ParcelFile {
            name,
            media_type: media_type.to_owned(),
            is_inline,
            bytes,
        };
        let pictures = body.pictures.into_iter();
        let mut files: Vec<ParcelFile> =
            pictures.map(|(id, png)| file(id, "image/png", true, png.to_vec())).collect();
        let formats: Vec<Format> =
            order.formats.iter().filter_map(|name| name.parse().ok()).collect();
        for document in make(&press, asked, &formats)? {
            let media_type = document.format.media_type();
            files.push(file(document.file_name, media_type, false, document.bytes));
        }
        Ok(Some(Parcel { subject: body.subject, text: body.text, html: body.html, files }))
    }
}

impl Maker for Sighted<'_> {
    fn make(&self, order: &Order) -> Result<Option<Parcel>, String> {
        match (&order.sight, self.0.warehouse) {
            (Sight::Aggregates, Some(warehouse)) => {
                self.of_numbers(order, warehouse).map_err(|error| error.to_string())
            }
            _ => self.0.make(order),
        }
    }

    fn under_floor(&self, order: &Order) -> Result<Vec<String>, String> {
        self.0.under_floor(order)
    }
}
