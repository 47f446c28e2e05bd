//! What an address asks of the list of what is due.

use jiff::{RoundMode, Unit, civil::DateTimeRound};

use crate::{
    domain::{decimal::format_unsigned, office_hours::DueWindow, period::Period},
    warehouse::query::{AgencyName, DueAsked, DueBasis, DueList},
    web::http::{error::WebError, page_context::PageContext},
};

/// Holds what is due, as an address asks for it.
pub struct DueRequest {
    pub agency: Option<AgencyName>,
    pub window: Option<DueWindow>,
    /// `None` where no dossier is known.
    pub list: Option<DueList>,
}

/// Finds what is due of the agency and the window the address names. Fails where it names a window there is not.
pub fn find_due(context: &PageContext) -> Result<DueRequest, WebError> {
    let window = context.query.parse_option("window").map_err(|error| match error {
        WebError::BadRequest { problem } => {
            let known = DueWindow::LISTED.map(DueWindow::id).join(", ");
            WebError::BadRequest { problem: format!("{problem} ({known})") }
        }
        other => other,
    })?;
    let agency = context.query.find_agency(context.warehouse, context.current_month())?;
    let list = context.warehouse.dossiers.list_due(&DueAsked {
        hours: context.hours,
        now: context.now,
        agency: agency.as_ref().map(|agency| agency.code.as_str()),
    })?;
    Ok(DueRequest { agency, window, list })
}

impl PageContext<'_> {
    /// The month that holds today.
    pub fn current_month(&self) -> Period {
        Period::month_of(self.today)
    }

    /// Names an agency as it is called today.
    pub fn name_today(&self, code: &str) -> String {
        let found = self.warehouse.agencies.find_name(code, self.current_month());
        found.unwrap_or(code).to_owned()
    }
}

/// Says on the overview how many are due within 24 hours and three working days.
pub struct DueTile {
    /// Address of the list of a window, its name and how many.
    pub windows: Vec<(String, String, String)>,
    pub basis: String,
    /// How many are known by too old an export to be in any window.
    pub too_old: Option<String>,
}

impl DueTile {
    /// Makes the tile; nothing for who sees no dossier, in a period that is not now, or where what is known is too old to be counted from now.
    pub fn find(context: &PageContext) -> Result<Option<Self>, WebError> {
        let known = context.warehouse.known_until;
        let is_now = known.is_some_and(|known| {
            known.max(context.today) <= context.view.period.end()
                && known >= context.view.period.start()
        });
        let is_hidden = context.view.basis.is_published() || !is_now;
        if is_hidden || !context.warehouse.scope().has_rows() {
            return Ok(None);
        }
        let quarter = DateTimeRound::new().smallest(Unit::Minute).increment(15);
        let asked = DueAsked {
            hours: context.hours,
            // What is kept of the page is as old as that: see `cache/middleware.rs`.
            now: context.now.round(quarter.mode(RoundMode::Trunc)).unwrap_or(context.now),
            agency: None,
        };
        let list = context.warehouse.dossiers.list_due(&asked)?;
        let Some(list) = list.filter(|list| list.basis == DueBasis::Clock) else { return Ok(None) };
        let windows = DueWindow::LISTED.map(|window| {
            let address = context.query.with_path("/due");
            let address = address.address_with(&[("window", Some(window.id())), ("grid", None)]);
            let count = format_unsigned(list.count(window) as u64);
            (address, context.words().due_window_name(window), count)
        });
        let basis = context.words().due_basis_sentence(&list);
        let too_old = context.words().due_too_old_sentence(&list);
        Ok(Some(Self { windows: windows.into(), basis, too_old }))
    }
}
