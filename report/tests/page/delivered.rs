//! What lies in the directory at the end.

use std::fs;
use std::path::Path;

use gevinst::report::language::Language;
use gevinst_report::{Error, Options, write};

use crate::{DOSSIER, both, directory};

/// Every file below a directory, by its place in it.
fn files(folder: &Path, root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, root));
        } else {
            found.push(path.strip_prefix(root).expect("below").display().to_string());
        }
    }
    found.sort();
    found
}

#[test]
fn each_language_has_its_files_and_the_same_bytes_every_time() {
    let (once, again) = (directory("once"), directory("again"));
    let written = write(&DOSSIER, &both(), &once).expect("it can be written");
    write(&DOSSIER, &both(), &again).expect("it can be written");
    let all = files(&once, &once);
    assert_eq!(all.len(), written.len(), "what is named is there, and nothing else: {all:?}");
    for wanted in [
        "rapport.html",
        "rapport.xlsx",
        "tabeller/tal-excel.csv",
        "figurer/cumulated.svg",
        "figurer/by_purpose_state.svg",
        "report.html",
        "report.xlsx",
        "tables/figures.csv",
        "tables/dictionary.csv",
        "pictures/one_way.svg",
    ] {
        assert!(all.iter().any(|file| file == wanted), "{wanted} is missing: {all:?}");
    }
    for file in &all {
        assert!(fs::read(once.join(file)).expect("a file") == fs::read(again.join(file)).expect("a file"), "{file}");
    }
}

#[test]
fn what_cannot_be_written_is_named_and_nothing_is_left_half_written() {
    let into = directory("in-the-way");
    fs::create_dir_all(into.join("report.xlsx").join("a directory in the way")).expect("a directory");
    let options = Options { languages: vec![Language::English], ..Options::default() };
    let error = write(&DOSSIER, &options, &into).expect_err("a directory is in the way");
    assert!(error.to_string().contains("report.xlsx"), "{error}");
    assert!(files(&into, &into).iter().all(|file| !file.ends_with(".part")), "{:?}", files(&into, &into));

    let file = directory("a-file");
    fs::write(&file, "not a directory").expect("a file");
    let error = write(&DOSSIER, &options, &file).expect_err("a file is in the way");
    assert!(error.to_string().contains("name a directory"), "{error}");
    assert_eq!(format!("{error:?}"), error.to_string());

    let none = write(&DOSSIER, &Options { languages: Vec::new(), ..options }, &directory("none"));
    assert!(matches!(none, Err(Error::NoLanguage)));
}
