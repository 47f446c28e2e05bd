//! Offices, desks, servers and files that tests are made with.

pub(super) mod desk;
pub(super) mod desk_of_mail;
pub(super) mod fed;
pub(super) mod fetch_desk;
pub(super) mod grid;
pub(super) mod import_graph;
pub(super) mod intake;
pub(super) mod kept;
pub(super) mod office;
pub(super) mod portal;
pub(super) mod post_office;
pub(super) mod sender;
pub(super) mod visitor;
pub(super) mod written;
