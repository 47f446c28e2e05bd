//! What an address asks for, with the defaults that make a bare address useful.

use serde::Deserialize;

use super::error::WebError;
use crate::{
    catalog::Catalog,
    domain::{period::Period, threshold::Threshold},
    warehouse::read::{Level, Warehouse},
};

#[derive(Debug, Default, Deserialize)]
pub struct Query {
    period: Option<String>,
    published: Option<String>,
    level: Option<String>,
    agency: Option<String>,
    below: Option<String>,
    pub kind: Option<String>,
}

/// Which numbers a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    pub period: Period,
    pub published: bool,
}

impl Query {
    pub fn published(&self) -> Result<bool, WebError> {
        match self.published.as_deref() {
            None | Some("" | "0" | "false") => Ok(false),
            Some("1" | "true") => Ok(true),
            Some(other) => Err(WebError::BadRequest { problem: format!("published={other}") }),
        }
    }

    /// The agency asked for, by its own code or its area's; a blank one is none.
    pub fn agency(
        &self,
        warehouse: &Warehouse,
        period: Period,
    ) -> Result<Option<String>, WebError> {
        let Some(code) = self.agency.as_deref().filter(|code| !code.is_empty()) else {
            return Ok(None);
        };
        let found = warehouse.agency(code, period)?;
        found.map(|agency| Some(agency.code)).ok_or(WebError::NotFound { what: code.to_owned() })
    }

    pub fn level(&self, catalog: &Catalog) -> Result<Option<Level>, WebError> {
        let Some(level) = self.level.as_deref().filter(|level| !level.is_empty()) else {
            return Ok(None);
        };
        let is_known =
            level == "all" || catalog.vocabulary.values("level").any(|known| known == level);
        let unknown = || WebError::BadRequest { problem: format!("level={level}") };
        is_known.then(|| level.parse().ok()).flatten().map(Some).ok_or_else(unknown)
    }

    /// The period asked for.
    pub fn period(&self) -> Result<Option<Period>, WebError> {
        let parsed =
            self.period.as_deref().filter(|text| !text.is_empty()).map(str::parse).transpose();
        parsed.map_err(|_| WebError::BadRequest {
            problem: format!("period={}", self.period.as_deref().unwrap_or_default()),
        })
    }

    pub fn below(&self) -> Result<Option<Threshold>, WebError> {
        let parsed =
            self.below.as_deref().filter(|text| !text.is_empty()).map(str::parse).transpose();
        parsed.map_err(|_| WebError::BadRequest {
            problem: format!("below={}", self.below.as_deref().unwrap_or_default()),
        })
    }

    /// The period asked for, else the newest there is: the year of the newest dossier, or the newest published period.
    pub fn view(&self, catalog: &Catalog, warehouse: &Warehouse) -> Result<View, WebError> {
        let newest_published = || {
            Ok::<_, WebError>(
                warehouse.published_periods(&catalog.overview.published_ranking)?.first().copied(),
            )
        };
        let published =
            self.published()? || (warehouse.newest_on.is_none() && newest_published()?.is_some());
        let newest =
            if published { newest_published()? } else { warehouse.newest_on.map(Period::year_of) };
        let period = self.period()?.or(newest).ok_or(WebError::Unavailable)?;
        Ok(View { period, published })
    }
}

impl View {
    /// The same view behind another address: `?period=2023`.
    pub fn query(self) -> String {
        let published = if self.published { "&published=1" } else { "" };
        format!("?period={}{published}", self.period)
    }
}
