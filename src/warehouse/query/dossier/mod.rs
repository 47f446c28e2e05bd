//! Dossiers and other subjects behind a number: lists, search, history, registers.

mod calendar;
pub(super) mod civil_time;
mod code_search;
pub(super) mod due_days;
pub(super) mod extras;
pub(super) mod history;
pub(super) mod lateness;
mod letters;
pub(super) mod list;
mod page_by_agency;
pub(super) mod queries;
pub(super) mod register_form;
pub(super) mod row_filter;
pub(super) mod row_order;
