//! How many rows an answer holds, and whether it is the last.

use serde_json::Value;

use super::error::PageProblem;
use crate::catalog::connector::{Connector, http::PagingRule};

/// Portals have thousands of units at most: more pages than this is a fault, not a list.
pub const MOST_PAGES: u32 = 2000;

/// Counts the rows of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRows {
    pub count: u64,
    /// Over all pages, where the answer says it.
    pub total: Option<u64>,
}

impl PageRows {
    /// Looks where the connector's rows are. An answer without a list there is no answer, an empty list is.
    pub fn from_body(connector: &Connector, body: &[u8]) -> Result<Self, PageProblem> {
        let value: Value = serde_json::from_slice(body).map_err(|_| PageProblem::NotJson)?;
        let list = (connector.records.iter())
            .find_map(|pointer| value.pointer(pointer).and_then(Value::as_array));
        let Some(list) = list else {
            let looked: Vec<String> =
                (connector.records.iter()).map(|pointer| format!("`{pointer}`")).collect();
            return Err(PageProblem::NoList { places: looked.join(", ") });
        };
        let pages = connector.http.as_ref().and_then(|http| http.pages.as_ref());
        let total = pages
            .and_then(|pages| pages.total.as_deref())
            .and_then(|pointer| value.pointer(pointer))
            .and_then(Value::as_u64);
        Ok(Self { count: list.len() as u64, total })
    }

    /// Whether nothing comes behind it; `so_far` counts the rows up to and with this page.
    pub fn is_last(self, pages: Option<&PagingRule>, so_far: u64) -> bool {
        let Some(pages) = pages else { return true };
        match self.total {
            Some(total) => so_far >= total || self.count == 0,
            None => self.count < u64::from(pages.size.get()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::num::NonZeroU32;

    #[rstest]
    #[case::full(100, None, 100, false)]
    #[case::short(99, None, 199, true)]
    #[case::none(0, None, 200, true)]
    #[case::all_there(100, Some(200), 200, true)]
    #[case::short_but_more_to_come(50, Some(200), 150, false)]
    #[case::dried_up(0, Some(200), 150, true)]
    fn the_last_page_is_known(
        #[case] count: u64,
        #[case] total: Option<u64>,
        #[case] so_far: u64,
        #[case] last: bool,
    ) {
        let pages =
            PagingRule { first: 1, size: NonZeroU32::new(100).expect("a hundred"), total: None };
        assert_eq!(PageRows { count, total }.is_last(Some(&pages), so_far), last);
        assert!(PageRows { count, total }.is_last(None, so_far));
    }
}
