//! What `motcua doctor` and the page Sức khỏe say of an installation.

mod damaged;
mod machine;
mod phrases;
mod words;
