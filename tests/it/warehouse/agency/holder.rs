//! Whom a number of all together is named after.

use motcua::domain::basis::MetricBasis;
use motcua::warehouse::query::MetricRequest;
use rstest::rstest;

use crate::{
    pipeline::journey::sampled,
    support::{
        office::Office,
        visitor::{Visitor, all, text},
    },
};

async fn title(visitor: &Visitor, address: &str) -> String {
    let svg = text(visitor.get(&format!("/charts/{address}")).await).await;
    let after = svg.split_once("<title>").unwrap_or_else(|| panic!("{address}: {svg}")).1;
    after.split_once(": ").expect("whose").0.to_owned()
}

#[tokio::test]
async fn a_chart_bears_the_name_of_the_lowest_agency_that_holds_all_units_with_data() {
    let visitor = Visitor::of(sampled().0);
    for address in [
        "on_time_rate.svg?period=2023&kind=line",
        "on_time_rate.svg?period=2023&kind=parts",
        "update_count.svg?period=2023&kind=line",
        "overdue_open.svg?period=2023-Q4&kind=line",
    ] {
        assert_eq!(title(&visitor, address).await, "Huyện Văn Quan", "{address}");
    }
    // The province has many more.
    let province = "on_time_rate.svg?period=2023&kind=line&agency=20";
    assert_eq!(title(&visitor, province).await, "17 đơn vị có số liệu của tỉnh Lạng Sơn");
    let page = visitor.page("/agencies/20?period=2023").await;
    assert!(all(&page, ".succession")[0].starts_with("Mới có số liệu của 17 đơn vị"));
    assert!(all(&visitor.page("/agencies/184?period=2023").await, ".succession").is_empty());
    let overview = visitor.page("/?period=2023").await;
    assert_eq!(all(&overview, "h1"), ["Huyện Văn Quan, năm 2023"]);
}

#[rstest]
#[case::one_commune(&["06283"], (Some("06283"), true, 1))]
#[case::two_of_seventeen(&["06283", "06274"], (Some("184"), false, 2))]
// Phường Trúc Bạch is of Hà Nội.
#[case::of_two_provinces(&["06283", "00004"], (None, false, 2))]
fn what_holds_only_some_of_its_units_is_told_with_their_number(
    #[case] agencies: &[&str],
    #[case] expected: (Option<&str>, bool, usize),
) {
    let office = Office::new();
    let row = |agency: &&str| format!("{agency},finished,01/03/2023,06/03/2023,03/03/2023\n");
    let rows: String = agencies.iter().map(row).collect();
    drop(office.given(&("solving_agency,status,received_at,due_at,ended_at\n".to_owned() + &rows)));
    let metric = office.catalog.find_metric("on_time_rate").expect("a metric");
    let period = "2023".parse().expect("a period");
    let selection = MetricRequest { metric, period, basis: MetricBasis::Computed };
    let holder = office.warehouse().metrics.find_holder(&selection, None).expect("answered");
    let code = holder.agency.as_ref().map(|agency| agency.code.as_str());
    assert_eq!((code, holder.is_whole, holder.units), expected);
}
