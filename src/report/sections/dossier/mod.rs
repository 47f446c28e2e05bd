//! Sections that are made of single dossiers: lists of them, their letters of apology, the days they are due.

mod apology_letters;
mod dossier_lists;
mod due_days;
