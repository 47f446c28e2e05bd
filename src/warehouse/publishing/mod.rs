//! Where builds lie in a data folder, and which of them is published.

mod build_files;

pub use build_files::{
    find_published, is_build_name, next_build, remove_other_builds, remove_superseded,
};
