//! Lets the program find the prebuilt engine beside itself, wherever the two are copied to: no path of this machine stays in it.
//! Leaves the points at which tests let it fail out of what offices are given.

use std::{
    collections::hash_map::DefaultHasher,
    env,
    error::Error,
    fs,
    hash::Hasher,
    io,
    path::{Path, PathBuf},
    process::Command,
};

/// Beside the program; where a package puts it. Windows looks beside the program by itself.
const PLACES: &str = "$ORIGIN:$ORIGIN/../lib/motcua";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-check-cfg=cfg(fault_points)");
    // Cargo's own `release` is what offices are given; `quick`, which is tested, is optimised less.
    if env::var("OPT_LEVEL").is_ok_and(|level| level != "3") {
        println!("cargo::rustc-cfg=fault_points");
    }
    println!("cargo::rustc-env=MOTCUA_BUILD_CODE={:016x}", digest_build_code()?);
    let is_target = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let is_windows = is_target("CARGO_CFG_TARGET_OS", "windows");
    if is_windows && is_target("CARGO_CFG_TARGET_ENV", "gnu") {
        add_windows_resources()?;
    }
    println!("cargo::rerun-if-env-changed=DUCKDB_LIB_DIR");
    let is_bundled = env::var_os("CARGO_FEATURE_BUNDLED").is_some();
    let Some(directory) = env::var_os("DUCKDB_LIB_DIR").filter(|_| !is_bundled) else {
        return Ok(());
    };
    // What the program is built for, which need not be what it is built on.
    let name = if is_windows { "duckdb.dll" } else { "libduckdb.so" };
    let engine = Path::new(&directory).join(name);
    if !engine.exists() {
        // An engine of another system, or of another name: it is looked for where it lies.
        if !is_windows {
            println!("cargo::rustc-link-arg=-Wl,-rpath,{}", directory.display());
        }
        return Ok(());
    }
    if !is_windows {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{PLACES}");
    }
    // OUT_DIR is <profile>/build/motcua-…/out; tests lie in <profile>/deps.
    let own = env::var("OUT_DIR")?;
    let profile = Path::new(&own).ancestors().nth(3).ok_or("no folder of the profile")?;
    for folder in [profile.to_owned(), profile.join("deps")] {
        put_beside(&engine, &folder.join(name))?;
    }
    Ok(())
}

/// Icon, version and manifest of the program, as Windows reads them out of it.
fn add_windows_resources() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("packaging/windows");
    for file in ["motcua.rc", "motcua.manifest", "motcua.ico"] {
        println!("cargo::rerun-if-changed={}", folder.join(file).display());
    }
    let compiled = Path::new(&env::var("OUT_DIR")?).join("resources.o");
    let part = |name: &str| env::var(format!("CARGO_PKG_VERSION_{name}"));
    let numbers = format!("{},{},{},0", part("MAJOR")?, part("MINOR")?, part("PATCH")?);
    // Debian's for a build on Linux, else what stands beside the compiler.
    let tool = if cfg!(windows) { "windres" } else { "x86_64-w64-mingw32-windres" };
    let status = Command::new(tool)
        .arg(format!("-DVERSION_NUMBERS={numbers}"))
        .arg(format!("-DVERSION_TEXT=\\\"{}\\\"", env::var("CARGO_PKG_VERSION")?))
        .args(["-i", "motcua.rc", "-o"])
        .arg(&compiled)
        .current_dir(folder)
        .status()?;
    if !status.success() {
        return Err(format!("{tool} failed").into());
    }
    println!("cargo::rustc-link-arg-bins={}", compiled.display());
    Ok(())
}

/// What a warehouse is built by: one built by other code is no base of the next.
const BUILD_CODE: [&str; 4] = ["src/warehouse", "src/catalog", "src/domain", "Cargo.lock"];

fn digest_build_code() -> io::Result<u64> {
    let mut digest = DefaultHasher::new();
    for root in BUILD_CODE {
        println!("cargo::rerun-if-changed={root}");
        let mut files = Vec::new();
        list_files(Path::new(root), &mut files)?;
        files.sort();
        for file in files {
            let bytes = fs::read(&file)?;
            digest.write(file.to_string_lossy().as_bytes());
            digest.write_usize(bytes.len());
            digest.write(&bytes);
        }
    }
    Ok(digest.finish())
}

fn list_files(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        list_files(&entry?.path(), files)?;
    }
    Ok(())
}

/// Copies the engine with its time, so that cargo does not take the copy for something new.
fn put_beside(engine: &Path, copy: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", engine.display());
    println!("cargo::rerun-if-changed={}", copy.display());
    let (wanted, found) = (fs::metadata(engine)?, fs::metadata(copy).ok());
    let is_same = |found: fs::Metadata| {
        found.len() == wanted.len() && found.modified().ok() == wanted.modified().ok()
    };
    if found.is_some_and(is_same) {
        return Ok(());
    }
    // A program that runs keeps the file it has open.
    let aside = copy.with_extension("new");
    fs::copy(engine, &aside)?;
    fs::File::options().write(true).open(&aside)?.set_modified(wanted.modified()?)?;
    fs::rename(&aside, copy)?;
    Ok(())
}
