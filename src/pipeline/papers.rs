//! Reports as they are sent: the body of a mail, its pictures, the documents.

use crate::{
    catalog::{Catalog, settings::Settings},
    delivery::{Maker, Order},
    report::{Asked, Format, Press, ReportError, mail, under_floor},
    state::parcel::{Parcel, ParcelFile},
    warehouse::query::Warehouse,
};

pub struct Papers<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a Settings,
    pub warehouse: Option<&'a Warehouse>,
}

impl Papers<'_> {
    fn made(&self, order: &Order) -> miette::Result<Option<Parcel>> {
        let warehouse = self.warehouse.ok_or_else(|| miette::miette!("there is no warehouse"))?;
        let (warehouse, mark) = (warehouse.seen_by(&order.sight)?, order.mark.map(str::to_owned));
        let press = Press::new(self.catalog, &self.settings.office, &warehouse, order.now.date())
            .marked(mark)
            .of_scope(self.settings.scope.clone());
        let report = self.catalog.report(order.report_id)?;
        let asked = Asked { report, period: order.period, agency: order.agency };
        let formats = order.formats.iter().map(|name| {
            name.parse::<Format>().map_err(|_| miette::miette!("there is no format `{name}`"))
        });
        let formats: Vec<Format> = formats.collect::<miette::Result<_>>()?;
        let Some((body, documents)) = mail(&press, asked, &formats)? else {
            return Ok(None);
        };
        let pictures = body.pictures.into_iter().map(|(id, png)| ParcelFile {
            name: id,
            media_type: "image/png".to_owned(),
            is_inline: true,
            bytes: png.to_vec(),
        });
        let documents = documents.into_iter().map(|document| ParcelFile {
            name: document.file_name,
            media_type: document.format.media_type().to_owned(),
            is_inline: false,
            bytes: document.bytes,
        });
        let files = pictures.chain(documents).collect();
        Ok(Some(Parcel { subject: body.subject, text: body.text, html: body.html, files }))
    }

    fn below(&self, order: &Order) -> Result<Vec<String>, ReportError> {
        let Some(warehouse) = self.warehouse else {
            return Ok(Vec::new());
        };
        let press = Press::new(self.catalog, &self.settings.office, warehouse, order.now.date());
        let report = self.catalog.report(order.report_id)?;
        under_floor(&press, Asked { report, period: order.period, agency: None })
    }
}

impl Maker for Papers<'_> {
    fn make(&self, order: &Order) -> Result<Option<Parcel>, String> {
        self.made(order).map_err(|error| error.to_string())
    }

    fn under_floor(&self, order: &Order) -> Result<Vec<String>, String> {
        self.below(order).map_err(|error| error.to_string())
    }
}
