//! The records of a BIFF stream, of whatever version.

/// No record is longer; what says it is, is damaged.
const LONGEST: usize = 8228;

/// Lists the ids of the records that begin a stream or a sheet, one for each version.
pub const BEGIN: [u16; 4] = [0x0009, 0x0209, 0x0409, 0x0809];
/// Is the id of the record that ends a stream or a sheet.
pub const END: u16 = 0x000A;
/// Is the id of a record that goes on with the one before it.
pub const CONTINUED: u16 = 0x003C;

/// Is a record of a BIFF stream: its id, its data and its place.
#[derive(Clone, Copy)]
pub struct XlsRecord<'b> {
    pub id: u16,
    pub data: &'b [u8],
    /// The byte on which it begins.
    pub at: usize,
}

/// The records from a byte on, up to the end of the stream or the first that cannot be one.
pub struct XlsRecords<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> XlsRecords<'b> {
    /// Begins with the record on the given byte of the stream.
    pub fn starting_at(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at }
    }
}

impl<'b> Iterator for XlsRecords<'b> {
    type Item = XlsRecord<'b>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let (head, rest) = self.bytes.get(at..)?.split_at_checked(4)?;
        let (id, length) = (u16_at(head, 0), usize::from(u16_at(head, 2)));
        if length > LONGEST || (id == 0 && length == 0) {
            return None;
        }
        let data = rest.get(..length)?;
        self.at += 4 + length;
        Some(XlsRecord { id, data, at })
    }
}

/// What the first record of a stream says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamStart {
    /// 2 to 5, or 8.
    pub version: u8,
    pub is_sheet: bool,
}

impl StreamStart {
    /// The beginning of a stream, if the record is one.
    pub fn from_record(record: &XlsRecord) -> Option<Self> {
        let kind = (record.data.len() >= 4).then(|| u16_at(record.data, 2))?;
        let version = match record.id {
            0x0009 => 2,
            0x0209 => 3,
            0x0409 => 4,
            0x0809 if u16_at(record.data, 0) == 0x0600 => 8,
            0x0809 => 5,
            _ => return None,
        };
        Some(Self { version, is_sheet: kind == 0x0010 })
    }

    /// Whether bytes begin as a bare BIFF stream.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let record = XlsRecords::starting_at(bytes, 0).next()?;
        let kinds = [0x0005, 0x0010, 0x0020, 0x0040, 0x0100];
        Self::from_record(&record).filter(|_| {
            matches!(record.data.len(), 4..=16) && kinds.contains(&u16_at(record.data, 2))
        })
    }
}

/// Two bytes; 0 where there are none.
pub fn u16_at(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

/// Reads four bytes as a little-endian number; bytes that are not there are 0.
pub fn u32_at(data: &[u8], at: usize) -> u32 {
    u32::from(u16_at(data, at)) | u32::from(u16_at(data, at + 2)) << 16
}

/// Reads eight bytes as a little-endian float; 0 where they are not all there.
pub fn f64_at(data: &[u8], at: usize) -> f64 {
    let eight: Option<[u8; 8]> = data.get(at..at + 8).and_then(|eight| eight.try_into().ok());
    eight.map_or(0.0, f64::from_le_bytes)
}
