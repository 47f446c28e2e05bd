//! What this process has used, as Linux tells it.

use std::fs;

/// Ticks a second, in which the system counts; the same on every Linux of today.
const TICKS: f64 = 100.0;

/// Returns the CPU seconds of all threads so far, in user and system mode.
pub fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("a Linux");
    let fields = stat.rsplit_once(')').expect("a name in brackets").1;
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks.map(|ticks| ticks.parse::<f64>().expect("a number")).sum::<f64>() / TICKS
}

/// Returns the most memory held at once, in MB.
pub fn peak_megabytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("a Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    peak.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") >> 10
}
