//! Sizes of files and disks as people read them.

/// Writes a number of bytes: `1,5 GB`, `256 MB`; below a megabyte, in bytes.
pub fn format_bytes(bytes: u64) -> String {
    const MB: u64 = 1 << 20;
    const GB: u64 = 1 << 30;
    match bytes {
        GB.. => {
            // Cut, not rounded: no disk has more than is said.
            let tenths = u128::from(bytes) * 10 / u128::from(GB);
            format!("{},{} GB", tenths / 10, tenths % 10)
        }
        MB.. => format!("{} MB", bytes / MB),
        _ => format!("{bytes} byte"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "0 byte")]
    #[case((1 << 20) - 1, "1048575 byte")]
    #[case(256 << 20, "256 MB")]
    #[case((1 << 30) - 1, "1023 MB")]
    #[case(1 << 30, "1,0 GB")]
    #[case(3 << 29, "1,5 GB")]
    fn bytes_are_read_in_the_largest_unit_that_fits(#[case] bytes: u64, #[case] text: &str) {
        assert_eq!(format_bytes(bytes), text);
    }
}
