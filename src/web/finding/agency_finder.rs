//! Agencies by what somebody typed: a code, a name, or a name with its code as lists offer it.
//!
//! Invariant: only agencies in the scope of whoever asks are found, and a name of several is never decided for them.

use crate::{
    domain::period::Period,
    warehouse::query::{AgencyName, CalledAgencies, Warehouse},
    web::{
        ServedSite,
        auth::form::{CheckedForm, TOKEN},
        error_page::error_details::{ChoiceDetails, ChoiceForm},
        http::{error::WebError, query::RequestQuery},
    },
};

/// Of one text; whoever typed it has to say more.
pub const LISTED: usize = 30;

/// More than these no page offers as a list: they are found by their names.
pub const OFFERED: usize = 200;

/// Says what came of a text in the field of an agency.
pub enum NamedAgency {
    /// Nothing was typed.
    Blank,
    Found(String),
    /// Nobody in scope is called so.
    Unknown,
}

/// Writes an agency as lists offer it, so that its code is read back.
pub fn offer_name(name: &str, code: &str) -> String {
    format!("{name} ({code})")
}

/// The code behind a name as lists offer it; the text itself where it is none of these.
pub fn code_of_offer(text: &str) -> &str {
    let code = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    code.map_or(text, |(_, code)| code.trim())
}

/// Lists the agencies that have numbers in a period and are in scope, as lists offer them; none where there are too many to offer.
pub fn offered_agencies(warehouse: &Warehouse, period: Period) -> Vec<String> {
    let known = warehouse.agencies.list_with_numbers(period);
    if known.len() > OFFERED {
        return Vec::new();
    }
    known.iter().map(|(code, name)| offer_name(name, code)).collect()
}

/// Finds whoever a text may mean; several of one name are all of them. Only a code or a name letter for letter decides.
fn find_called(warehouse: &Warehouse, text: &str, period: Period) -> CalledAgencies {
    let by_code = |code: &str| warehouse.agencies.at(code, period);
    match by_code(text).or_else(|| by_code(code_of_offer(text))) {
        Some(agency) => CalledAgencies { is_exact: true, agencies: vec![agency] },
        None => warehouse.agencies.list_called(text, period),
    }
}

/// Names an agency with what it stands under, which tells it from others of its name.
fn full_name(warehouse: &Warehouse, agency: &AgencyName, period: Period) -> String {
    let above = agency.parent_code.as_deref().and_then(|code| warehouse.agencies.at(code, period));
    let above = above.map_or_else(String::new, |above| format!(", {}", above.name));
    format!("{}{above} ({})", agency.name, agency.code)
}

fn choose_among(
    warehouse: &Warehouse,
    (text, period): (&str, Period),
    found: &[AgencyName],
    value: impl Fn(&str) -> String,
    form: Option<ChoiceForm>,
) -> WebError {
    let choice = |agency: &AgencyName| (full_name(warehouse, agency, period), value(&agency.code));
    let choice = ChoiceDetails {
        choices: found.iter().take(LISTED).map(choice).collect(),
        unlisted: found.len().saturating_sub(LISTED),
        form,
    };
    WebError::Choose { what: text.to_owned(), choice: Box::new(choice) }
}

impl RequestQuery {
    /// The agency asked for, by its own code, its area's or its name. Fails where nobody in scope is called so, and where several are.
    pub fn find_agency(
        &self,
        warehouse: &Warehouse,
        period: Period,
    ) -> Result<Option<AgencyName>, WebError> {
        let Some(text) = self.get_option("agency") else {
            return Ok(None);
        };
        // A program asks by a code, and chooses among nothing.
        if self.path.starts_with("/api/") {
            let found = warehouse.agencies.at(text, period);
            return found.map(Some).ok_or_else(|| WebError::NotFound { what: text.to_owned() });
        }
        let CalledAgencies { is_exact, agencies: mut found } = find_called(warehouse, text, period);
        match found.len() {
            0 => Err(WebError::NotFound { what: text.to_owned() }),
            1 if is_exact => Ok(found.pop()),
            _ => {
                let address = |code: &str| self.address_with(&[("agency", Some(code))]);
                Err(choose_among(warehouse, (text, period), &found, address, None))
            }
        }
    }
}

impl ServedSite {
    /// The code of the agency a form names in a field, as it is today. Fails where several are called so: one of them is to be chosen,
    /// and the form is sent on.
    pub fn find_named(
        &self,
        form: &CheckedForm,
        field: &str,
        action: &str,
    ) -> Result<NamedAgency, WebError> {
        let text = form.field_value(field).trim();
        if text.is_empty() {
            return Ok(NamedAgency::Blank);
        }
        let Ok(warehouse) = self.open_warehouse() else {
            return Ok(NamedAgency::Unknown);
        };
        let warehouse = warehouse.with_scope(&form.visitor.sight)?;
        let period = Period::year_of((self.clock)().date());
        let CalledAgencies { is_exact, agencies: mut found } =
            find_called(&warehouse, text, period);
        match found.len() {
            0 => Ok(NamedAgency::Unknown),
            1 if is_exact => Ok(NamedAgency::Found(found.remove(0).code)),
            _ => {
                let form = ChoiceForm {
                    action: action.to_owned(),
                    field: field.to_owned(),
                    fields: form.other_fields(field),
                };
                let code = str::to_owned;
                Err(choose_among(&warehouse, (text, period), &found, code, Some(form)))
            }
        }
    }

    /// Lists the agencies with numbers that whoever asks may see, as lists offer them.
    pub fn offered_agencies(&self, query: &RequestQuery) -> Vec<String> {
        let today = Period::year_of((self.clock)().date());
        let warehouse = self.open_warehouse().ok();
        let seen = warehouse.and_then(|warehouse| warehouse.with_scope(&query.visitor.sight).ok());
        seen.map_or_else(Vec::new, |warehouse| offered_agencies(&warehouse, today))
    }
}

impl NamedAgency {
    /// The code; `None` where nothing was typed. Fails with `unknown` where nobody is called so.
    pub fn found_or<E>(self, unknown: E) -> Result<Option<String>, E> {
        match self {
            Self::Blank => Ok(None),
            Self::Found(code) => Ok(Some(code)),
            Self::Unknown => Err(unknown),
        }
    }
}

impl CheckedForm {
    /// What was filled in besides a field, to be sent once more: with the token, for it is the same session's.
    fn other_fields(&self, left_out: &str) -> Vec<(String, String)> {
        debug_assert_ne!(left_out, TOKEN);
        let others = self.all_fields().filter(|(name, _)| name != left_out);
        others.cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_offered("Xã An Sơn (06283)", "06283")]
    #[case::a_name_with_brackets("Xã A (cũ) (06283)", "06283")]
    #[case::a_code("06283", "06283")]
    #[case::a_name("Xã An Sơn", "Xã An Sơn")]
    fn what_a_list_offers_is_read_back(#[case] text: &str, #[case] code: &str) {
        assert_eq!(code_of_offer(text), code);
    }
}
