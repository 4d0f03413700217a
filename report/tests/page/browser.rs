//! How a browser shows the page: no error, no request, no sideways scroll on a phone.

use std::path::Path;
use std::process::Command;

use crate::{directory, pages};

/// Width of a small telephone [px].
const PHONE: u32 = 375;

/// A browser on this machine, by the names that it has.
fn browser() -> Option<&'static str> {
    let named = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    named.into_iter().find(|name| Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success()))
}

/// A page around another, which says how wide the other is within so many pixels.
fn measuring(html: &str) -> String {
    let within = html.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<!doctype html><title>measuring</title><iframe id=\"page\" style=\"border:0;width:{PHONE}px;height:800px\" \
         srcdoc=\"{within}\"></iframe><p id=\"found\"></p><script>addEventListener('load', () => {{\
         const seen = document.getElementById('page').contentDocument;\
         const root = seen.scrollingElement;\
         document.getElementById('found').textContent = 'width ' + root.clientWidth + ' scroll ' + root.scrollWidth \
         + ' tables ' + seen.querySelectorAll('table').length;}});</script>"
    )
}

/// What the browser has in the page at the end, and what it logged.
fn shown(browser: &str, page: &Path, profile: &Path) -> (String, String) {
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr"])
        .args(["--disable-background-networking", "--no-first-run", "--virtual-time-budget=10000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_phone_shows_it_without_error_request_or_sideways_scroll() {
    let Some(browser) = browser() else {
        println!("skipped: no Chromium on this machine; install one to see how the page is shown");
        return;
    };
    let into = directory("browser");
    std::fs::create_dir_all(&into).expect("a directory");
    for (at, (name, html)) in pages("browser").into_iter().enumerate() {
        let page = into.join(format!("{at}.html"));
        std::fs::write(&page, measuring(&html)).expect("a page can be written");
        let (dom, log) = shown(browser, &page, &into.join("profile"));
        // What the page may not load, its own policy refuses: that is an error on the console too.
        let errors: Vec<&str> = log.lines().filter(|line| line.contains(":CONSOLE")).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        let found = dom.split("<p id=\"found\">").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap_or_default();
        assert!(!found.contains("tables 0"), "{name}: {found}");
        assert!(found.starts_with(&format!("width {PHONE} scroll {PHONE} ")), "{name}: {found}; {log}");
    }
}

/// A test that looks through a browser must be seen to bite.
#[test]
fn what_is_too_wide_or_asks_outside_is_seen() {
    let Some(browser) = browser() else {
        println!("skipped: no Chromium on this machine");
        return;
    };
    let into = directory("browser-bites");
    std::fs::create_dir_all(&into).expect("a directory");
    let wrong = "<!doctype html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
                 style-src 'unsafe-inline'\"><div style=\"width:500px\">wide</div>\
                 <img alt=\"\" src=\"http://127.0.0.1:9/picture.png\">";
    let page = into.join("wrong.html");
    std::fs::write(&page, measuring(wrong)).expect("a page can be written");
    let (dom, log) = shown(browser, &page, &into.join("profile"));
    assert!(dom.contains("width 375 scroll 5"), "{dom}");
    assert!(log.contains(":CONSOLE"), "{log}");
}
