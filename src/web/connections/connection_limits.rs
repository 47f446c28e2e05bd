//! The limits of connections, and what they are by the files a process may have open.

use std::time::Duration;

use super::super::http::address_group::AddressGroup;

/// Files a process needs besides connections: the state, two builds, what is being taken in.
const OTHER_FILES: u64 = 96;
/// More than this no office has; each costs memory.
const MOST: u64 = 4096;
/// An office behind one address: forty people with six connections each.
const MOST_OF_ADDRESS: u64 = 256;

/// Says how many connections there may be, and how slow each may be.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionLimits {
    pub in_all: usize,
    /// Of one machine, or one subscriber's network.
    pub per_address: usize,
    /// Of this machine itself: what runs here is the office's own.
    pub per_loopback: usize,
    /// From the beginning of a connection, or the end of an answer, to the end of the next request's head.
    pub head: Duration,
    /// To agree on TLS.
    pub greeting: Duration,
    /// Without the other end taking a byte of an answer.
    pub stalled_answer: Duration,
    /// For a body to come behind its pace.
    pub body_grace: Duration,
    /// The pace of a body, on average over its grace: whole exports come slowly from afar, and come.
    pub body_bytes_a_second: u32,
    /// For answers under way when the server is told to stop.
    pub shutdown: Duration,
}

impl ConnectionLimits {
    /// Sets the limits of a process that may have so many files open; a quarter of them is left to other things.
    pub fn for_files(files: u64) -> Self {
        let in_all = files.saturating_sub(OTHER_FILES.max(files / 4)).clamp(16, MOST);
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        Self {
            in_all: count(in_all),
            per_address: count((in_all / 4).clamp(8, MOST_OF_ADDRESS)),
            per_loopback: count((in_all / 2).max(8)),
            head: Duration::from_secs(20),
            greeting: Duration::from_secs(10),
            stalled_answer: Duration::from_mins(1),
            body_grace: Duration::from_secs(30),
            body_bytes_a_second: 1024,
            shutdown: Duration::from_secs(10),
        }
    }

    /// The most connections a group of addresses may have.
    pub fn cap_of(&self, group: AddressGroup) -> usize {
        if group.is_loopback() { self.per_loopback } else { self.per_address }
    }

    /// The same where one machine speaks for everybody: its connections count in all alone.
    pub fn behind_proxy(self) -> Self {
        Self { per_address: self.in_all, per_loopback: self.in_all, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::few_files(256, 160, 40, 80)]
    #[case::the_usual_soft_limit(1024, 768, 192, 384)]
    #[case::many_files(65_536, 4096, 256, 2048)]
    #[case::hardly_any(64, 16, 8, 8)]
    fn connections_leave_files_to_other_things(
        #[case] files: u64,
        #[case] in_all: usize,
        #[case] per_address: usize,
        #[case] per_loopback: usize,
    ) {
        let limits = ConnectionLimits::for_files(files);
        let found = (limits.in_all, limits.per_address, limits.per_loopback);
        assert_eq!(found, (in_all, per_address, per_loopback));
    }
}
