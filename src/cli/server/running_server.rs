//! Which server of a data folder runs here, so that who opens it once more is led to it.

use std::{
    fs::{self, File, TryLockError},
    net::{IpAddr, SocketAddr, TcpListener},
    path::Path,
    thread,
    time::Duration,
};

use crate::warehouse::FileLock;

/// Locked for as long as a server runs.
const LOCK: &str = "serving.lock";
/// Its address, as a browser is told it. A file of its own: on Windows nobody else can read what is locked.
const ADDRESS: &str = "serving.txt";

/// A server tells its address once it listens.
const BEGINNING_TRIES: u32 = 40;
const BEGINNING_PAUSE: Duration = Duration::from_millis(250);

/// How many ports after the one asked for are tried.
const TRIED: u16 = 20;

/// Marks a data folder as served by this process, for as long as it lives.
pub struct ServingMark {
    _lock: FileLock,
}

/// Says who serves a data folder.
pub enum FolderServer {
    /// This process, from now on; without a mark where none can be written.
    Own(Option<ServingMark>),
    /// Another one of this machine, at that address.
    Other(String),
    /// Another process of this machine, which tells no address: a server that has just begun, or the state is being carried elsewhere.
    Held,
}

impl FolderServer {
    /// Marks a data folder as served, or finds who serves it.
    pub fn find_or_mark(data: &Path) -> Self {
        let path = data.join(LOCK);
        // What is served for the first time has no folder yet.
        let _ = fs::create_dir_all(data);
        let open = || File::options().write(true).create(true).truncate(false).open(path);
        match open().map(FileLock::try_exclusive) {
            Ok(Ok(lock)) => {
                // That of a server that is no more.
                let _ = fs::remove_file(data.join(ADDRESS));
                Self::Own(Some(ServingMark { _lock: lock }))
            }
            Ok(Err((_, TryLockError::WouldBlock))) => {
                read_address(data).map_or(Self::Held, Self::Other)
            }
            // Whoever may only read the folder serves it all the same, and so does who cannot lock there.
            Ok(Err(_)) | Err(_) => Self::Own(None),
        }
    }

    /// Does the same, and waits a while for one that has just begun to tell its address.
    pub fn find_patiently(data: &Path) -> Self {
        for _ in 0..BEGINNING_TRIES {
            match Self::find_or_mark(data) {
                Self::Held => thread::sleep(BEGINNING_PAUSE),
                found => return found,
            }
        }
        Self::find_or_mark(data)
    }

    /// Writes down where this process serves the folder, if it is the one that marked it.
    pub fn note_address(&self, data: &Path, address: &str) {
        if let Self::Own(Some(_)) = self {
            let _ = fs::write(data.join(ADDRESS), address);
        }
    }
}

/// Reads where the folder is served; `None` where its server has just begun. It is opened: nothing but a page may be.
fn read_address(data: &Path) -> Option<String> {
    let text = fs::read_to_string(data.join(ADDRESS)).ok()?;
    let address = url::Url::parse(text.trim()).ok()?;
    ["http", "https"].contains(&address.scheme()).then(|| address.to_string())
}

/// Returns the address asked for, or one with the next port nobody has.
pub fn find_free_address(asked: SocketAddr) -> SocketAddr {
    let last = asked.port().saturating_add(TRIED);
    let mut tried = (asked.port()..=last).map(|port| SocketAddr::new(asked.ip(), port));
    let any = SocketAddr::new(asked.ip(), 0);
    let bound = |address: SocketAddr| TcpListener::bind(address)?.local_addr();
    tried.find_map(|address| bound(address).ok()).or_else(|| bound(any).ok()).unwrap_or(asked)
}

/// Returns where a browser of this machine finds what listens on an address.
pub fn browser_address(scheme: &str, listening: SocketAddr) -> String {
    let mut address = listening;
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(IpAddr::from([127, 0, 0, 1])),
        IpAddr::V6(ip) if ip.is_unspecified() => {
            address.set_ip(IpAddr::V6(std::net::Ipv6Addr::LOCALHOST));
        }
        _ => {}
    }
    format!("{scheme}://{address}/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_comes_second_is_told_where_the_first_serves() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = &folder.path().join("not-there-yet");
        let first = FolderServer::find_or_mark(data);
        assert!(matches!(first, FolderServer::Own(Some(_))));
        assert!(matches!(FolderServer::find_or_mark(data), FolderServer::Held));
        first.note_address(data, "http://127.0.0.1:8687/");
        let FolderServer::Other(address) = FolderServer::find_or_mark(data) else {
            panic!("it is served");
        };
        assert_eq!(address, "http://127.0.0.1:8687/");
        fs::write(data.join(ADDRESS), "/usr/bin/true").expect("written");
        assert!(matches!(FolderServer::find_or_mark(data), FolderServer::Held), "no page");
        drop(first);
        let third = FolderServer::find_or_mark(data);
        assert!(matches!(third, FolderServer::Own(Some(_))), "the first is gone");
        assert!(!data.join(ADDRESS).exists(), "and so is its address");
    }

    #[test]
    fn a_port_that_somebody_has_is_passed_over() {
        let held = TcpListener::bind("127.0.0.1:0").expect("a port");
        let taken = held.local_addr().expect("an address");
        let free = find_free_address(taken);
        assert_ne!(free.port(), taken.port());
        assert_eq!(free.ip(), taken.ip());
    }

    #[test]
    fn a_browser_is_sent_to_this_machine_where_all_are_listened_to() {
        let shown = |address: &str| browser_address("http", address.parse().expect("an address"));
        assert_eq!(shown("0.0.0.0:8686"), "http://127.0.0.1:8686/");
        assert_eq!(shown("[::]:8686"), "http://[::1]:8686/");
        assert_eq!(shown("127.0.0.1:8687"), "http://127.0.0.1:8687/");
    }
}
