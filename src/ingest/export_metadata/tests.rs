use super::*;
use jiff::civil::date;
use rstest::rstest;

#[rstest]
#[case("31/12/2023", Some(date(2023, 12, 31)))]
#[case("1/2/2023", Some(date(2023, 2, 1)))]
#[case("2023-12-31", Some(date(2023, 12, 31)))]
#[case("31/02/2023", None)]
#[case("31/12/0023", None)]
fn days_are_read_in_both_writings(#[case] text: &str, #[case] read: Option<Date>) {
    assert_eq!(phrases::parse_day(text), read);
}

#[rstest]
#[case("ho-so-2023-12-31.csv", Some(date(2023, 12, 31)))]
#[case("Sổ theo dõi 31-12-2023.xlsx", Some(date(2023, 12, 31)))]
#[case("tu_01.12.2023_den_31.12.2023.xls", Some(date(2023, 12, 31)))]
#[case("export_20231231.json", Some(date(2023, 12, 31)))]
#[case("export_20231231153045.json", Some(date(2023, 12, 31)))]
#[case("ke-hoach-2023-12-05-den-31-12-2030.xlsx", Some(date(2023, 12, 5)))]
#[case("hs-31-02-2023.csv", None)]
#[case("000.26.18.H37-2312-0001.csv", None)]
#[case("912023123199.csv", None)]
#[case("ho-so.csv", None)]
fn the_last_day_of_a_file_name_is_found(#[case] name: &str, #[case] read: Option<Date>) {
    assert_eq!(last_day(name, date(2024, 1, 2)), read);
}
