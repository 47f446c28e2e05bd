use super::*;
use rstest::rstest;

#[rstest]
#[case("Ngày_x000D_\ntiếp nhận", "Ngày\r\ntiếp nhận")]
#[case("H37_x005F_x000D_", "H37_x000D_")]
#[case("ho_xa_so", "ho_xa_so")]
#[case("a_x0000_b_x00e3_", "abã")]
#[case("_xD83D__xDE00_", "😀")]
#[case("đ_x", "đ_x")]
#[case("_xđđđđ_", "_xđđđđ_")]
fn letters_written_as_numbers_are_read(#[case] text: &str, #[case] read: &str) {
    assert_eq!(decode_escapes(text), read);
}
