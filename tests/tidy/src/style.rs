//! Rules about the style sheets: colours and sizes as literals stand in `tokens.css` only, everything else uses the
//! tokens; and a style sheet asks for nothing.

use crate::Offence;
use crate::Rule;
use crate::Source;

/// Functions that make a colour of numbers (CSS Color 4, section 4.1, and 5, section 3). One that mixes colours is no
/// literal: what it mixes may be.
const COLOUR_FUNCTIONS: [&str; 11] = [
    "rgb(",
    "rgba(",
    "hsl(",
    "hsla(",
    "hwb(",
    "lab(",
    "lch(",
    "oklab(",
    "oklch(",
    "color(",
    "device-cmyk(",
];
/// Every named colour (CSS Color 4, section 6.1).
const COLOUR_NAMES: &str = "
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue
    lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine
    mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise
    mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange
    orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
    powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna
    silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet
    wheat white whitesmoke yellow yellowgreen
";
/// Lengths that set a size. Shares (`%`, `fr`) and the window's own (`vw`, `vh`, `dvh`) are proportions.
const UNITS: [&str; 9] = ["ch", "cm", "em", "ex", "in", "mm", "pt", "px", "rem"];

/// Literals outside `tokens.css`.
pub const LITERALS: Rule = Rule {
    looks_at: |source| is_sheet(source) && source.path != "style/tokens.css",
    check: |source| {
        let literal = |declaration: &Declaration| {
            // Page boxes cannot use tokens: custom properties do not reach them (CSS Paged Media 3, section 4).
            let in_page = declaration.rule.starts_with("@page");
            let found = literal_in(&declaration.value).filter(|_| !in_page)?;
            Some(offence(
                source,
                declaration.line,
                format!("{found} stands here and not in tokens.css"),
            ))
        };
        declarations(&source.text)
            .iter()
            .filter_map(literal)
            .collect()
    },
};

/// What a style sheet would load.
pub const LOADS_NOTHING: Rule = Rule {
    looks_at: is_sheet,
    check: |source| {
        crate::lines_with(&source.path, &without_comments(&source.text), |line| {
            let loads = [
                "@import",
                "url(http",
                "url(\"http",
                "url('http",
                "url(//",
                "url(\"//",
                "url('//",
            ];
            loads
                .iter()
                .find(|it| line.contains(**it))
                .map(|found| format!("{found} loads something"))
        })
    },
};

fn is_sheet(source: &Source) -> bool {
    source.path.starts_with("style/") && source.path.ends_with(".css")
}

fn offence(source: &Source, line: usize, what: String) -> Offence {
    Offence {
        place: source.path.clone(),
        line,
        what,
    }
}

/// One `property: value`, and the rule that it stands in.
struct Declaration {
    line: usize,
    rule: String,
    value: String,
}

/// The declarations of a style sheet: what ends with `;` or `}` and has a colon. What ends with `{` is a selector or
/// an at-rule, where `#id` is no colour and a width may stand.
fn declarations(css: &str) -> Vec<Declaration> {
    let css = without_comments(css);
    let mut found = Vec::new();
    let mut rules: Vec<String> = Vec::new();
    let mut start = 0;
    for (at, mark) in css
        .char_indices()
        .filter(|(_, letter)| matches!(letter, '{' | '}' | ';'))
    {
        let text = &css[start..at];
        let line = css[..at].lines().count();
        start = at + 1;
        if mark == '{' {
            rules.push(text.trim().to_owned());
            continue;
        }
        if let Some((_, value)) = text.split_once(':') {
            let rule = rules.last().cloned().unwrap_or_default();
            found.push(Declaration {
                line,
                rule,
                value: value.trim().to_owned(),
            });
        }
        if mark == '}' {
            rules.pop();
        }
    }
    found
}

/// The same text with blanks for comments, so that lines stay where they are.
fn without_comments(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        let (comment, behind) = after.split_once("*/").unwrap_or((after, ""));
        text.push_str(before);
        text.extend(comment.chars().filter(|letter| *letter == '\n'));
        rest = behind;
    }
    text + rest
}

/// The first literal colour or size in a value.
fn literal_in(value: &str) -> Option<String> {
    let value = value.to_ascii_lowercase();
    let function = COLOUR_FUNCTIONS
        .iter()
        .find(|function| value.contains(**function))
        .map(|it| (*it).to_owned());
    let splits = |letter: char| {
        letter.is_whitespace() || matches!(letter, '(' | ')' | ',' | '/' | '+' | '*')
    };
    let literal = |word: &&str| is_hex_colour(word) || is_named_colour(word) || is_size(word);
    function.or_else(|| value.split(splits).find(literal).map(str::to_owned))
}

fn is_named_colour(word: &str) -> bool {
    COLOUR_NAMES
        .split_ascii_whitespace()
        .any(|name| name == word)
}

fn is_hex_colour(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Whether the word is a length other than nought.
fn is_size(word: &str) -> bool {
    let unit_at = word
        .find(|letter: char| letter.is_ascii_alphabetic())
        .unwrap_or(word.len());
    let (number, unit) = word.split_at(unit_at);
    number.parse::<f64>().is_ok_and(|number| number != 0.0) && UNITS.contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(css: &str) -> Vec<usize> {
        (LITERALS.check)(&Source::new("style/parts.css", css))
            .iter()
            .map(|offence| offence.line)
            .collect()
    }

    #[test]
    fn tokens_proportions_and_selectors_are_fine() {
        let css = "/* #fff 3px */\n#abc, a:hover { color: var(--ink); margin: 0 auto; width: 100%; height: 100dvh }\n\
                   @media (max-width: 40rem) { .grid { grid-template-columns: 1fr 2fr; flex: 1; z-index: 10; } }\n\
                   @page { margin: 2cm; }\n.a { white-space: nowrap; border-color: transparent }\n\
                   .b { color: color-mix(in oklch, var(--ink) 20%, var(--paper)); background: Canvas }";
        assert_eq!(literals(css), [0; 0]);
        assert!(!(LITERALS.looks_at)(&Source::new("style/tokens.css", "")));
    }

    #[test]
    fn each_literal_is_found_on_its_line() {
        for value in [
            "#fff",
            "1px solid #1a2b3c80",
            "RGB(0 0 0)",
            "hsl(1, 2%, 3%)",
            "white",
            "lch(50% 30 20)",
            "OKLCH(0.5 0.1 20)",
            "color(display-p3 1 0 0)",
            "device-cmyk(0 1 1 0)",
            "rebeccapurple",
            "solid LightGoldenrodYellow",
            "light-dark(var(--ink), aliceblue)",
            "3px",
            "0 .5rem",
            "calc(1em + 2%)",
            "-4px",
            "min(20ch, 50%)",
            "color-mix(in srgb, red, var(--ink))",
        ] {
            assert_eq!(
                literals(&format!(".a {{\n  b: c;\n  d: {value}\n}}\n")).len(),
                1,
                "{value}"
            );
        }
        assert_eq!(
            literals(".a {\n  b: c;\n  d: #fff;\n  e: 3px;\n}\n"),
            [3, 4]
        );
    }

    #[test]
    fn what_loads_is_found() {
        let count = |css: &str| (LOADS_NOTHING.check)(&Source::new("style/base.css", css)).len();
        assert_eq!(count("@import \"other.css\";"), 1);
        assert_eq!(
            count(".a { background: url(https://cdn.example/a.png); }"),
            1
        );
        assert_eq!(count(".a { background: url('//cdn.example/a.png'); }"), 1);
        assert_eq!(
            count("/* @import */ .a { background: url(data:image/png;base64,AA==); }"),
            0
        );
    }
}
