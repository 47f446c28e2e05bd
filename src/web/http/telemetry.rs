//! Requests counted by route, and how long they took.

use prometheus_client::{
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

/// Names and values of the labels of one number.
pub(super) type RouteLabels = Vec<(&'static str, String)>;

/// From a kept answer to a slice of ten million dossiers, in seconds.
const STEPS: [f64; 8] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.3, 1.0, 5.0];

/// Requests by route, never by address: an address may name a dossier.
pub struct RequestTelemetry {
    requests: Family<RouteLabels, Counter>,
    seconds: Family<RouteLabels, Histogram>,
}

impl Default for RequestTelemetry {
    fn default() -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(STEPS);
        Self { requests: Family::default(), seconds: Family::new_with_constructor(histogram) }
    }
}

impl RequestTelemetry {
    /// Counts an answer with its status, and the seconds it took.
    pub fn observe(&self, route: String, status: u16, seconds: f64) {
        let of_route = vec![("route", route)];
        self.seconds.get_or_create(&of_route).observe(seconds);
        let labels = [of_route, vec![("status", status.to_string())]].concat();
        self.requests.get_or_create(&labels).inc();
    }

    /// Adds what was counted to what a monitor reads.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("requests", "Requests by route and status", self.requests.clone());
        registry.register("request_seconds", "Time to answer by route", self.seconds.clone());
    }
}
