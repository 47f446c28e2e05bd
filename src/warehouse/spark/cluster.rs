//! The Spark of the office: where it lies, and how its `spark-sql` is run.

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{
    super::WarehouseError,
    told_lines::{is_of_full_disk, last_lines},
};

/// Where Spark's own programs look for it.
const HOME: &str = "SPARK_HOME";

/// Variables that Spark, its Java and its cluster may need; what ends in `_` begins some. Any other may be a secret, which another's web page must not list.
const HANDED_ON: [&str; 23] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "TZ",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "KRB5CCNAME",
    "JAVA_",
    "SPARK_",
    "HADOOP_",
    "YARN_",
    "KRB5_",
    "TMP",
    "TEMP",
    "PATHEXT",
    "COMSPEC",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "WINDIR",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
];

/// Whether a variable is handed on. Windows writes them as it likes.
fn is_handed_on(name: &str) -> bool {
    let name = name.to_uppercase();
    HANDED_ON
        .iter()
        .any(|known| if known.ends_with('_') { name.starts_with(known) } else { name == *known })
}

#[cfg(windows)]
const PROGRAM: &str = "spark-sql.cmd";
#[cfg(not(windows))]
const PROGRAM: &str = "spark-sql";

/// Says which Spark builds.
#[derive(Debug, Clone)]
pub struct SparkCluster {
    program: PathBuf,
    /// As Spark writes it, `spark://HOST:7077`; `None` leaves it to Spark's own settings.
    master: Option<String>,
    /// The folder that all machines see under this name; `None` where one machine is all.
    pub shared: Option<PathBuf>,
}

impl SparkCluster {
    /// Finds the Spark that `SPARK_HOME` names. Fails where there is none, or no Java to run it.
    pub fn find(master: Option<String>, shared: Option<PathBuf>) -> Result<Self, WarehouseError> {
        let home = env::var_os(HOME).filter(|home| !home.is_empty());
        let home = PathBuf::from(home.ok_or(WarehouseError::SparkUnset)?);
        // It is run in another folder.
        let home = std::path::absolute(&home).unwrap_or(home);
        let program = home.join("bin").join(PROGRAM);
        if !program.is_file() {
            return Err(WarehouseError::SparkMissing { path: program.display().to_string() });
        }
        if !has_java(env::var_os("JAVA_HOME"), env::var_os("PATH")) {
            return Err(WarehouseError::SparkWithoutJava);
        }
        Ok(Self { program, master, shared })
    }

    /// Runs a script in a folder, to its end. Fails with what Spark said last where it did not go through.
    pub fn run(&self, script: &Path, folder: &Path) -> Result<(), WarehouseError> {
        let doing = || WarehouseError::wrap_io(format!("cannot run `{}`", self.program.display()));
        let log = folder.join("spark.log");
        let mut command = Command::new(&self.program);
        if let Some(master) = &self.master {
            command.arg("--master").arg(master);
        }
        // What is made lies where the script says; of the session nothing is kept.
        command
            .args(["--name", "motcua", "--conf", "spark.sql.catalogImplementation=in-memory"])
            .args(["--conf", "spark.driver.defaultJavaOptions=-Dfile.encoding=UTF-8"])
            // A statement that fails ends all.
            .args(["--hiveconf", "hive.cli.errors.ignore=false"])
            .arg("-f")
            .arg(script)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).map_err(doing())?);
        for (name, _) in env::vars_os() {
            if !is_handed_on(&name.to_string_lossy()) {
                command.env_remove(name);
            }
        }
        // Its Java reads the script in the letters of the locale: without one every Vietnamese letter would be another.
        command.env("LC_ALL", "C.UTF-8");
        let ended = command.status().map_err(doing())?;
        if ended.success() {
            return Ok(());
        }
        let said = fs::read(&log).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        if is_of_full_disk(&said) {
            return Err(WarehouseError::SparkDiskFull);
        }
        Err(WarehouseError::SparkFailed { ended: ended.to_string(), said: last_lines(&said) })
    }
}

/// Whether a Java is where Spark looks for it.
fn has_java(home: Option<OsString>, path: Option<OsString>) -> bool {
    let is_there =
        |folder: &Path| ["java", "java.exe"].iter().any(|name| folder.join(name).is_file());
    match home.filter(|home| !home.is_empty()) {
        Some(home) => is_there(&Path::new(&home).join("bin")),
        None => path.is_some_and(|path| env::split_paths(&path).any(|folder| is_there(&folder))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case::where_java_is("JAVA_HOME", true)]
    #[case::as_windows_writes_it("SystemRoot", true)]
    #[case::the_way_to_programs("PATH", true)]
    #[case::what_begins_as_one_that_is("PATH_TOKEN", false)]
    #[case::our_own("MOTCUA_DATA", false)]
    #[case::a_key_of_a_store("AWS_SECRET_ACCESS_KEY", false)]
    fn what_may_be_a_secret_is_not_handed_on(#[case] name: &str, #[case] is_handed: bool) {
        assert_eq!(is_handed_on(name), is_handed);
    }

    #[test]
    fn a_java_is_looked_for_where_its_home_is_else_on_the_path() {
        let folder = tempfile::tempdir().expect("a folder");
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).expect("made");
        fs::write(bin.join("java"), "").expect("written");
        let (home, on_path) = (folder.path().as_os_str(), bin.as_os_str());
        assert!(has_java(Some(home.into()), None));
        assert!(has_java(None, Some(on_path.into())));
        assert!(has_java(Some(OsString::new()), Some(on_path.into())));
        assert!(!has_java(Some(on_path.into()), Some(on_path.into())));
        assert!(!has_java(None, Some(home.into())));
        assert!(!has_java(None, None));
    }
}
