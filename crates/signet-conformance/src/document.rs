//! A page as a tree, read by scraper as a browser without scripts reads it, and no further than its bounds.
//!
//! The parser walks back over the elements that are open, over those that format, and over the attributes of a tag,
//! again for each tag and attribute: on a page made for it, the work grows with the square of the page. So a page is
//! handed over a tag at a time, and no more of it than any sign-in page has.

use html5ever::{ParseOpts, driver::parse_document, tendril::TendrilSink, tree_builder::TreeBuilderOpts};
use scraper::{Html, HtmlTreeSink};

/// More tags than any sign-in page has; what comes after them is not read.
const MOST_TAGS: usize = 3000;
/// More elements and texts than that many tags make, unless the page is made to multiply them.
const MOST_NODES: usize = 6000;
/// A tag that could have more attributes than this is left out.
const MOST_ATTRIBUTES: usize = 2000;

/// Reads a page.
pub fn parse(html: &str) -> Html {
    // Without scripts, what stands in `noscript` is part of the page.
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let opts = ParseOpts { tree_builder, ..ParseOpts::default() };
    let mut parser = parse_document(HtmlTreeSink::new(Html::new_document()), opts);
    for tag in tags(html).take(MOST_TAGS) {
        if parser.tokenizer.sink.sink.0.borrow().tree.nodes().len() > MOST_NODES {
            break;
        }
        if !is_crowded(tag) {
            parser.process(tag.into());
        }
    }
    parser.finish()
}

/// The text cut before each `<`.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    let cuts = html.match_indices('<').map(|(at, _)| at).filter(|at| *at > 0);
    let mut from = 0;
    cuts.chain([html.len()]).map(move |to| &html[std::mem::replace(&mut from, to)..to])
}

/// Whether a tag has more marks at which an attribute could end than attributes are read.
fn is_crowded(tag: &str) -> bool {
    let inside = tag.strip_prefix('<').filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let inside = inside.map(|rest| rest.split('>').next().unwrap_or_default());
    let ends = |c: &char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\'');
    inside.is_some_and(|inside| inside.chars().filter(ends).count() > MOST_ATTRIBUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_before_each_tag_and_nothing_is_lost() {
        for html in ["", "a", "<a>b</a>c", "<<", "a<"] {
            assert_eq!(tags(html).collect::<String>(), html);
            assert_eq!(tags(html).filter(|tag| tag.starts_with('<')).count(), html.matches('<').count());
        }
    }

    /// Pages of a megabyte, each made so that the work of a parser, or the tree it builds, grows with the square.
    #[test]
    fn a_hostile_page_is_read_within_bounds() {
        let many = |piece: &str| piece.repeat(1024 * 1024 / piece.len());
        let numbered = |count: u32, front: &str, back: &str| {
            let pieces: Vec<String> = (0..count).map(|number| format!("{front}{number}{back}")).collect();
            pieces.concat()
        };
        let hostile = [
            many("<div>"),
            many("<title>"),
            many("<script>"),
            many("<form><input name="),
            many("</p>"),
            many("<p><b>"),
            many("<a href=x><table>"),
            many("<table><tr><td><svg>"),
            many("<select><option>"),
            many("<!--"),
            many("<template>"),
            many("&amp"),
            format!("<b {}>", many("a=1 ")),
            format!("<b {}>", numbered(70_000, "a", "/")),
            numbered(70_000, "<b id=", ">"),
            // Each paragraph opens every element again that formats.
            format!("<p>{}{}", numbered(2500, "<b id=", ">"), many("<p>x")),
            format!("{}{}", many("<span>"), many("<div>")),
        ];
        for html in &hostile {
            let read = parse(html);
            let nodes = read.tree.nodes().len();
            // One tag more may open again all that format, and those are no more than tags.
            assert!(nodes <= MOST_NODES + MOST_TAGS, "{nodes} nodes of {}", &html[..40]);
            let widest = read.tree.values().filter_map(|node| Some(node.as_element()?.attrs().count())).max();
            assert!(widest.unwrap_or(0) <= MOST_ATTRIBUTES, "{widest:?} attributes of {}", &html[..40]);
        }
    }

    #[test]
    fn what_stands_before_a_bound_is_read_and_what_stands_behind_is_not() {
        let page = format!("<i id=a></i><img {}><i id=b></i>{}<i id=c></i>", "x ".repeat(3000), "<br>".repeat(4000));
        let read = parse(&page);
        let ids: Vec<&str> = read.tree.values().filter_map(|node| node.as_element()?.attr("id")).collect();
        assert_eq!(ids, ["a", "b"]);
        let picture = format!("<img src='data:image/png;base64,{}'>", "AAAA+AAAA/".repeat(1500));
        assert_eq!(parse(&picture).tree.values().filter(|node| node.as_element().is_some()).count(), 4);
    }
}
