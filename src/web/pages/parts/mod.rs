//! What several pages show alike, and what stands around every page.

pub(super) mod briefing;
pub(super) mod coded_text;
pub(super) mod dossier_line;
pub(super) mod frame;
pub(super) mod paper_links;
pub(super) mod ranking;
pub(super) mod rejected_list;
pub(super) mod tile;
