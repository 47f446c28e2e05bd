//! Who is connected. Where there are too many, the one that has waited longest for a request makes room; where all are at work,
//! the new one is refused.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::Instant,
};

use parking_lot::Mutex;
use tokio::sync::Notify;

use super::{super::http::address_group::AddressGroup, connection_limits::ConnectionLimits};

/// Holds all open connections by whose they are.
pub struct ConnectionTable {
    pub limits: ConnectionLimits,
    /// The oldest of a group first.
    open: Mutex<HashMap<AddressGroup, Vec<Arc<ConnectionState>>>>,
}

/// What is known of an open connection from outside its task.
pub struct ConnectionState {
    requests: AtomicUsize,
    is_writing: AtomicBool,
    idle_since: Mutex<Instant>,
    close: Notify,
}

/// Stands for an open connection, and gives its place back when it goes.
pub struct ConnectionSlot {
    table: Arc<ConnectionTable>,
    group: AddressGroup,
    pub state: Arc<ConnectionState>,
}

/// Stands for a request that is not wholly answered.
pub struct RequestUnderWay(Arc<ConnectionState>);

impl ConnectionTable {
    /// Makes a table that nobody is in.
    pub fn new(limits: ConnectionLimits) -> Arc<Self> {
        Arc::new(Self { limits, open: Mutex::default() })
    }

    /// Gives a connection a place, of one that waits for a request if need be; `None` where all are at work.
    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<ConnectionSlot> {
        let group = AddressGroup::of(peer);
        let mut open = self.open.lock();
        let own = open.entry(group).or_default();
        let has_room = own.len() < self.limits.cap_of(group) || close_longest_idle(own);
        let all: usize = open.values().map(Vec::len).sum();
        if !has_room || (all >= self.limits.in_all && !close_of_largest(&mut open)) {
            open.retain(|_, states| !states.is_empty());
            return None;
        }
        let state = Arc::new(ConnectionState {
            requests: AtomicUsize::new(0),
            is_writing: AtomicBool::new(false),
            idle_since: Mutex::new(Instant::now()),
            close: Notify::new(),
        });
        open.entry(group).or_default().push(Arc::clone(&state));
        open.retain(|_, states| !states.is_empty());
        Some(ConnectionSlot { table: Arc::clone(self), group, state })
    }

    /// Closes a connection that waits for a request, of whoever has most; `false` where there is none.
    pub fn make_room(&self) -> bool {
        close_of_largest(&mut self.open.lock())
    }

    /// Closes all connections, whatever is under way.
    pub fn close_all(&self) {
        self.open.lock().values().flatten().for_each(|state| state.close.notify_one());
    }
}

fn close_of_largest(open: &mut HashMap<AddressGroup, Vec<Arc<ConnectionState>>>) -> bool {
    let mut groups: Vec<&mut Vec<Arc<ConnectionState>>> = open.values_mut().collect();
    groups.sort_by_key(|states| std::cmp::Reverse(states.len()));
    groups.into_iter().any(close_longest_idle)
}

fn close_longest_idle(states: &mut Vec<Arc<ConnectionState>>) -> bool {
    let idle = states.iter().enumerate().filter(|(_, state)| state.is_idle());
    let Some((at, _)) = idle.min_by_key(|(_, state)| *state.idle_since.lock()) else {
        return false;
    };
    states.remove(at).close.notify_one();
    true
}

impl ConnectionState {
    fn is_idle(&self) -> bool {
        self.requests.load(Relaxed) == 0 && !self.is_writing.load(Relaxed)
    }

    /// Waits until somebody else needs the place, or the server ends.
    pub async fn closed(&self) {
        self.close.notified().await;
    }

    /// Notes whether a part of an answer waits to be taken by the other end.
    pub fn set_writing(&self, is_writing: bool) {
        self.is_writing.store(is_writing, Relaxed);
    }

    /// Notes a request; it is under way as long as the value lives.
    pub fn begin_request(self: &Arc<Self>) -> RequestUnderWay {
        self.requests.fetch_add(1, Relaxed);
        RequestUnderWay(Arc::clone(self))
    }
}

impl Drop for RequestUnderWay {
    fn drop(&mut self) {
        *self.0.idle_since.lock() = Instant::now();
        self.0.requests.fetch_sub(1, Relaxed);
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        let mut open = self.table.open.lock();
        if let Some(states) = open.get_mut(&self.group) {
            states.retain(|state| !Arc::ptr_eq(state, &self.state));
            if states.is_empty() {
                open.remove(&self.group);
            }
        }
    }
}

#[cfg(test)]
mod tests;
