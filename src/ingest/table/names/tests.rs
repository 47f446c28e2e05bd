use super::*;
use rstest::rstest;

fn row(cells: &[&str]) -> HeaderCells {
    cells.iter().map(|cell| (!cell.is_empty()).then(|| (*cell).to_owned())).collect()
}

#[test]
fn a_group_reaches_over_the_columns_beside_it() {
    let names = column_names(&[
        row(&["Mã hồ sơ", "Ngày, tháng, năm", "", "Ghi chú"]),
        row(&["", "Nhận hồ sơ", "Hẹn trả", ""]),
    ]);
    let paths: Vec<&str> = names.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(
        paths,
        ["Mã hồ sơ", "Ngày, tháng, năm Nhận hồ sơ", "Ngày, tháng, năm Hẹn trả", "Ghi chú"]
    );
}

#[rstest]
#[case(&["(1)", "(2)", "(3)"], true)]
#[case(&["1", "2", "3", "4"], true)]
#[case(&["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"], true)]
#[case(&["1", "H44.100", "3"], false)]
#[case(&["1", "2"], false)]
#[case(&["5", "5", "5"], false)]
fn numbering_rows_count_up(#[case] cells: &[&str], #[case] is: bool) {
    assert_eq!(is_numbering(&row(cells)), is);
}
