//! The merged cells of a sheet, which stand behind all of its rows.

use quick_xml::events::Event;

use super::{
    super::{
        merged::Region,
        xml::{Stopped, Xml, attribute},
    },
    rows::column_of,
};

/// Reads a sheet for its merged cells alone.
pub fn read(reader: Xml) -> Result<Vec<Region>, Stopped> {
    let (mut buffer, mut regions) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) if start.local_name().as_ref() == "mergeCell" => {
                let place = attribute(&start, "ref")?.unwrap_or_default();
                regions.extend(region(&place));
            }
            Event::Eof => return Ok(regions),
            _ => {}
        }
    }
}

/// The region that `A2:B5` names; none where it is of one row.
fn region(place: &str) -> Option<Region> {
    let (first, last) = place.split_once(':')?;
    Region::of(row_of(first)?, row_of(last)?, column_of(first)?)
}

fn row_of(place: &str) -> Option<u64> {
    place.trim_start_matches(|sign: char| !sign.is_ascii_digit()).trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_of_several_rows_is_told() {
        assert_eq!(region("C3:C6"), Region::of(3, 6, 2));
        assert_eq!(region("$A$2:$B$5"), Region::of(2, 5, 0));
        assert_eq!(region("A1:D1"), None);
        assert_eq!(region("A1"), None);
    }
}
