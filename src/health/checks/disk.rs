//! The disk: that the next build has room beside the published one.

use std::path::Path;

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Disk,
        HealthFinding,
        HealthState::{Attention, Broken, Sound},
    },
};
use crate::{domain::file_size::format_bytes, warehouse::find_published};

/// A build of nothing, an export and what SQLite writes beside its file.
const LEAST: u64 = 256 << 20;

/// A build is made beside the published one and spills to disk as much again.
const BUILDS: u64 = 2;

/// With room for so many builds nobody need look; with less than for one the next will fail.
const EASE: u64 = 4;

/// Holds free space against what a build of the present size needs.
pub fn check_disk(examined: &HealthExamination) -> Vec<HealthFinding> {
    if !examined.data.is_dir() {
        return Vec::new();
    }
    let needed = room_for_build(examined.data);
    let (state, case, free) = match (examined.machine.measure_free)(examined.data) {
        Err(error) => (Attention, "unknown", error.to_string()),
        Ok(free) => {
            let (state, case) = judge_free_space(free, needed);
            (state, case, format_bytes(free))
        }
    };
    let finding = HealthFinding::new(Disk, state, case).with_value("free", free);
    vec![finding.with_value("needed", format_bytes(needed))]
}

/// Bytes the next build may need.
pub fn room_for_build(data: &Path) -> u64 {
    let published =
        find_published(data).and_then(|file| file.metadata().ok()).map_or(0, |file| file.len());
    LEAST.max(published.saturating_mul(BUILDS))
}

fn judge_free_space(free: u64, needed: u64) -> (super::super::finding::HealthState, &'static str) {
    if free < needed {
        (Broken, "full")
    } else if free < needed.saturating_mul(EASE) {
        (Attention, "short")
    } else {
        (Sound, "fine")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const MB: u64 = 1 << 20;

    #[rstest]
    #[case::no_room_for_one(255 * MB, "full")]
    #[case::room_for_one(256 * MB, "short")]
    #[case::nearly_at_ease(1023 * MB, "short")]
    #[case::room_for_four(1024 * MB, "fine")]
    fn free_space_is_held_against_builds(#[case] free: u64, #[case] case: &str) {
        assert_eq!(judge_free_space(free, LEAST).1, case);
    }

    #[test]
    fn a_large_warehouse_needs_twice_its_size() {
        let data = tempfile::tempdir().expect("a folder");
        assert_eq!(room_for_build(data.path()), LEAST);
        let file =
            std::fs::File::create(data.path().join("warehouse-0000000001.duckdb")).expect("a file");
        file.set_len(300 * MB).expect("a sparse file");
        assert_eq!(room_for_build(data.path()), 600 * MB);
    }
}
