//! An import as a clerk sees it: the form, what is wrong, the preview, and what came of it, each at
//! three widths, with nothing that axe finds and nothing too small.

use std::path::PathBuf;

use serde_json::json;

use crate::pictures;
use crate::screens::{Demo, STAFF, WIDTHS, faults, sign_in};
use crate::support::chromium::{Browser, Chromium};
use crate::support::process::Folder;

/// A file in the folder.
fn file(folder: &Folder, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// Chooses a file as a person does, and sends the form.
fn upload(browser: &Browser<'_>, page: &str, path: &std::path::Path) {
    browser.goto(page);
    browser.wait_for("#file");
    browser.fill("#file", path.to_str().unwrap());
    browser.click("#upload button[type=submit]");
}

#[test]
fn every_step_of_an_import_is_within_its_limits() {
    let demo = Demo::start();
    let chromium = Chromium::start(&pictures("screens"));
    let browser = chromium.open(1280, 800);
    let folder = Folder::fresh("lists");
    sign_in(&browser, &demo.server, "clerk");
    let mut found = Vec::new();
    let mut look = |screen: &str| {
        for (width, height) in WIDTHS {
            browser.resize(width, height);
            found.extend(faults(&browser, &format!("{screen} at {width}"), &STAFF));
            browser.screenshot(&format!("import-{screen}-{width}"));
        }
        browser.resize(1280, 2000);
        browser.screenshot(&format!("import-{screen}-whole"));
        browser.resize(1280, 800);
    };
    let page = demo.path("/desk/{s}/projects/import");
    browser.goto(&page);
    browser.wait_for("#file");
    look("form");

    let wrong = "项目名称,总投资（万元）,完成时限,责任单位\n村道硬化,八十六,2026年10月,镇建设办\n\
                 饮水管网,86,2026年13月,镇建设办\n,12,年底前,\n";
    upload(&browser, &page, &file(&folder, "有误.csv", wrong));
    browser.wait_text("main", "共 3 处问题，未导入任何数据。");
    look("faults");

    let right = "2026年候选项目\n项目名称,总投资（万元）,完成时限,责任单位,备注\n\
                 村道硬化（李家村至东洋路）,335.1545万元,10月底前,镇建设办,急\n\
                 饮水管网改造,\"1,200\",2026-10-31,镇水利站,\n\
                 村道硬化(李家村至东洋路),86,2026/10,镇交通站,\n合计,1621.1545,,,\n";
    upload(&browser, &page, &file(&folder, "候选项目.csv", right));
    browser.wait_for("#take");
    browser.wait_text("main", "新增 3");
    look("preview");

    // Who has not said that they differ is kept on the page by the browser itself.
    let lawful = "return document.querySelector('#take').checkValidity()";
    assert_eq!(browser.run(lawful), false, "two titles are alike");
    browser.click("#take .check");
    assert_eq!(browser.run(lawful), true);
    browser.click("#take button[type=submit]");
    browser.wait_for("#last-title");
    browser.wait_text("main", "查看候选项目");
    look("done");

    let changed = right.replace("镇水利站", "镇自来水公司");
    upload(&browser, &page, &file(&folder, "更正.csv", &changed));
    browser.wait_text("main", "更改 1");
    browser.wait_text("main del", "镇水利站");
    look("changed");
    let same =
        browser.run(&format!("return document.body.innerText.includes({})", json!("新增 0")));
    assert_eq!(same, true, "nothing is imported twice");
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}
