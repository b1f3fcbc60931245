//! What is tried locally is the shipped page: its copy differs from `dist` by one line and by the host's own file.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use browser::Trouble;
use browser::dist;
use signin::Cloud;

/// Every file below `folder` by its name within it.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Trouble> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            let inner = files(&entry.path())?.into_iter();
            all.extend(inner.map(|(path, content)| (format!("{name}/{path}"), content)));
        } else {
            all.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(all)
}

#[test]
fn the_local_copy_is_the_built_page_but_for_the_policys_line_and_the_hosts_file()
-> Result<(), Trouble> {
    let target = std::env::temp_dir().join(format!("browser-copy-{}", std::process::id()));
    let origin = "http://localhost:4711";
    xtask::local_copy(&dist()?, &target, origin, &xtask::local_config(origin))?;
    let (mut shipped, mut copied) = (files(&dist()?)?, files(&target)?);
    std::fs::remove_dir_all(&target)?;
    assert!(shipped.keys().eq(copied.keys()), "not the same files");
    assert!(
        shipped.keys().any(|name| name.ends_with(".wasm")),
        "no program in the page"
    );

    let page = |files: &mut BTreeMap<String, Vec<u8>>| {
        String::from_utf8(files.remove("index.html").unwrap()).unwrap()
    };
    let (shipped_page, copied_page) = (page(&mut shipped), page(&mut copied));
    assert_ne!(shipped.remove("config.json"), copied.remove("config.json"));
    assert_eq!(shipped, copied);

    assert_eq!(shipped_page.lines().count(), copied_page.lines().count());
    let changed: Vec<_> = shipped_page
        .lines()
        .zip(copied_page.lines())
        .filter(|(one, other)| one != other)
        .collect();
    let [(before, after)] = changed[..] else {
        panic!("more or less than one line: {changed:?}")
    };
    assert!(before.contains(
        "connect-src 'self' https://login.microsoftonline.com https://graph.microsoft.com "
    ));
    assert!(after.contains(&format!("connect-src 'self' {origin};")));
    let rest = |line: &str| {
        let start = line.find("connect-src").unwrap();
        let end = start + line[start..].find(';').unwrap();
        format!("{}{}", &line[..start], &line[end..])
    };
    assert_eq!(rest(before), rest(after));
    Ok(())
}

#[test]
fn the_page_connects_to_itself_and_to_the_hosts_of_all_clouds_and_no_other() -> Result<(), Trouble>
{
    let page = std::fs::read_to_string(dist()?.join("index.html"))?;
    let (_, policy) = page.split_once("connect-src ").unwrap();
    let (sources, _) = policy.split_once(';').unwrap();
    let sources: BTreeSet<&str> = sources.split_whitespace().collect();
    let of_clouds = Cloud::ALL
        .into_iter()
        .flat_map(|cloud| [cloud.login(), cloud.graph()]);
    assert_eq!(sources, of_clouds.chain(["'self'"]).collect());
    Ok(())
}
