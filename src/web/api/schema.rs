//! What may stand in a parameter. Only the document reads these: a handler asks the content, which an office may add to.

#![expect(dead_code, reason = "the document is made from the shapes alone")]

use utoipa::ToSchema;

/// Id of a period: year, half, quarter or month, after `bc:` of the reporting calendar; ISO week (`2026-W34`); day. A span, two days with `..`
/// between, is taken too.
#[derive(ToSchema)]
#[schema(value_type = String, example = "2023", pattern = "^((bc:)?2[0-9]{3}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?|2[0-9]{3}-W(0[1-9]|[1-4][0-9]|5[0-2])|2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8]))$")]
pub struct PeriodId(String);

/// Lists the levels of agencies a parameter takes.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum LevelName {
    All,
    Commune,
    District,
    Province,
    ProvincialAgency,
}

/// A number with at most four decimals.
#[derive(ToSchema)]
#[schema(value_type = String, example = "90", pattern = "^[0-9]{1,3}(\\.[0-9]{1,4})?$")]
#[schema(as = Limit)]
pub struct LimitText(String);

/// An agency's own code, or its area's.
#[derive(ToSchema)]
#[schema(value_type = String, example = "06283", pattern = "^[0-9A-Za-z.]{1,20}$")]
#[schema(as = AgencyCode)]
pub struct AgencyCodeText(String);

/// `next_cursor` of an answer.
#[derive(ToSchema)]
#[schema(value_type = String, pattern = "^[0-9a-f]{12}-[0-9]{1,9}$")]
#[schema(as = Cursor)]
pub struct PageCursor(String);
