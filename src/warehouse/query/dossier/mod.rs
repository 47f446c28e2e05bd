//! Dossiers and other subjects behind a number: lists, search, history, registers.

mod code_search;
pub(super) mod events;
pub(super) mod history;
pub(super) mod list;
mod page_by_agency;
pub(super) mod register_form;
mod whole;
