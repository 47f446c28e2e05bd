//! The program as a process that is fed one file, and how much memory that took.

use std::{
    fs,
    io::Read as _,
    path::Path,
    process::{Command, Stdio},
    thread,
};

/// What the program may hold at its peak, in kB.
const MOST_MEMORY: u64 = 300 << 10;

/// Takes in a file as a user does; what is said. The folder holds the file and the data.
pub fn told(folder: &Path, name: &str, bytes: &[u8]) -> (bool, String) {
    fs::write(folder.join(name), bytes).expect("written");
    let mut child = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(["ingest", name, "--data", "data", "--snapshot-on", "2023-12-31", "--scope", "184"])
        .current_dir(folder)
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut stderr = child.stderr.take().expect("piped");
    let said = thread::spawn(move || {
        let mut said = String::new();
        stderr.read_to_string(&mut said).map(|_| said)
    });
    // The system counts the peak; it is read as often as can be while there is a process to ask.
    let status = format!("/proc/{}/status", child.id());
    let (mut peak, mut readings) = (0, 0_u64);
    let exit = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        if let Some(size) =
            line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
        {
            (peak, readings) = (peak.max(size), readings + 1);
        }
        if let Some(exit) = child.try_wait().expect("a child") {
            break exit;
        }
        thread::yield_now();
    };
    assert!(cfg!(not(target_os = "linux")) || readings > 3, "{name}: {readings} readings");
    assert!(peak < MOST_MEMORY, "{name}: {peak} kB");
    let said = said.join().expect("read").expect("text");
    (exit.success(), said)
}

pub fn refused(name: &str, bytes: &[u8], sentence: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (is_done, said) = told(folder.path(), name, bytes);
    assert!(!is_done && said.contains(name) && said.contains(sentence), "{name}: {said}");
    assert!(said.contains("gợi ý:"), "{name} without a hint: {said}");
    assert!(!said.contains("panicked"), "{name}: {said}");
}
