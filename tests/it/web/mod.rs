//! Pages, the API, sign-in and roles.

pub mod access;
mod api;
mod briefing;
mod browsing;
mod describing;
mod desk;
mod door;
mod due;
mod encrypted;
mod external_login;
mod first_run;
mod handing_in;
mod handling;
mod health;
mod invented;
mod lost_state;
mod own_targets;
mod page_errors;
mod pages;
mod sending_page;
mod server;
mod taken_away;
mod tries;
mod urging;
