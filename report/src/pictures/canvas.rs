//! Shapes and texts in the order in which they are drawn, as SVG.

use std::fmt::Write;

use super::text::Font;

/// Width of every picture \[units\]; its height follows from what is in it.
pub(super) const WIDTH: f64 = 480.0;

/// A point \[units\], from the upper left corner.
pub(super) type Point = (f64, f64);

/// What a shape stands for, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// The ground.
    Paper,
    /// Titles, labels, whiskers and the line of zero.
    Text,
    /// Notes and ticks.
    Muted,
    /// Lines to read off by.
    Grid,
    /// The band of an interval.
    Band,
    /// A gain.
    Gain,
    /// A loss.
    Loss,
    /// The programme, the high end, the first of several.
    First,
    /// The baseline, the low end, the second of several.
    Second,
}

impl Ink {
    const ALL: [Ink; 9] =
        [Ink::Paper, Ink::Text, Ink::Muted, Ink::Grid, Ink::Band, Ink::Gain, Ink::Loss, Ink::First, Ink::Second];

    /// Name, colour in the light and colour in the dark: those of Okabe and Ito, which the colour-blind tell apart.
    const fn colours(self) -> [&'static str; 3] {
        match self {
            Ink::Paper => ["paper", "#ffffff", "#14181d"],
            Ink::Text => ["text", "#1b1f24", "#eceff3"],
            Ink::Muted => ["muted", "#50585f", "#aab3bc"],
            Ink::Grid => ["grid", "#d9dde1", "#343c45"],
            Ink::Band => ["band", "#cfe3f1", "#263f52"],
            Ink::Gain => ["gain", "#009e73", "#12b886"],
            Ink::Loss => ["loss", "#d55e00", "#f0802a"],
            Ink::First => ["first", "#0072b2", "#56b4e9"],
            Ink::Second => ["second", "#e69f00", "#e6a817"],
        }
    }
}

/// Which end of a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Its first letter.
    Start,
    /// Its middle.
    Middle,
    /// Its last letter.
    End,
}

/// A line's colour, width \[units\] and whether it is broken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    /// Colour.
    pub ink: Ink,
    /// Width \[units\].
    pub width: f64,
    /// Whether it is broken.
    pub dashed: bool,
}

impl Stroke {
    /// A whole line.
    pub(super) const fn of(ink: Ink, width: f64) -> Stroke {
        Stroke { ink, width, dashed: false }
    }

    /// A broken line.
    pub(super) const fn dashed(ink: Ink, width: f64) -> Stroke {
        Stroke { ink, width, dashed: true }
    }
}

/// Shapes and texts, the later above the earlier.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    id: String,
    body: String,
}

impl Canvas {
    /// An empty canvas with its name among the pictures of a page.
    pub(super) fn named(id: String) -> Canvas {
        Canvas { id, ..Canvas::default() }
    }

    /// A rectangle by its upper left corner and its size.
    pub(super) fn rect(&mut self, (x, y): Point, (width, height): Point, ink: Ink) {
        let [x, y, width, height] = [x, y, width, height].map(number);
        let fill = fill(ink);
        self.put(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {fill}/>"));
    }

    /// A bar: of a loss it is hatched.
    pub(super) fn bar(&mut self, corner: Point, size: Point, ink: Ink) {
        self.rect(corner, size, ink);
        if ink == Ink::Loss {
            let [x, y, width, height] = [corner.0, corner.1, size.0, size.1].map(number);
            let hatch = format!("fill=\"url(#{}-hatch)\"", self.id);
            self.put(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {hatch}/>"));
        }
    }

    /// A line through points.
    pub(super) fn curve(&mut self, points: &[Point], stroke: Stroke) {
        let [name, light, _] = stroke.ink.colours();
        let dash = if stroke.dashed { " stroke-dasharray=\"5 3\"" } else { "" };
        self.put(&format!(
            "<polyline points=\"{}\" fill=\"none\" class=\"gv-line-{name}\" stroke=\"{light}\" stroke-width=\"{}\" \
             stroke-linejoin=\"round\"{dash}/>",
            written(points),
            number(stroke.width)
        ));
    }

    /// A line from one point to another.
    pub(super) fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        let [name, light, _] = stroke.ink.colours();
        let dash = if stroke.dashed { " stroke-dasharray=\"5 3\"" } else { "" };
        let [x1, y1, x2, y2, width] = [from.0, from.1, to.0, to.1, stroke.width].map(number);
        self.put(&format!(
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" class=\"gv-line-{name}\" stroke=\"{light}\" \
             stroke-width=\"{width}\"{dash}/>"
        ));
    }

    /// An area within points.
    pub(super) fn area(&mut self, points: &[Point], ink: Ink) {
        self.put(&format!("<polygon points=\"{}\" {}/>", written(points), fill(ink)));
    }

    /// An interval across a bar, with an end at either side.
    pub(super) fn whisker(&mut self, from: Point, to: Point) {
        let across = if from.1 == to.1 { (0.0, 4.0) } else { (4.0, 0.0) };
        let stroke = Stroke::of(Ink::Text, 1.5);
        self.line(from, to, stroke);
        for end in [from, to] {
            self.line((end.0 - across.0, end.1 - across.1), (end.0 + across.0, end.1 + across.1), stroke);
        }
    }

    /// A dot, hollow where it stands out less.
    pub(super) fn dot(&mut self, (x, y): Point, ink: Ink, hollow: bool) {
        let [name, light, _] = ink.colours();
        let inside = fill(if hollow { Ink::Paper } else { ink });
        let (inside, class) = inside.split_once("class=\"").unwrap_or((&inside, ""));
        self.put(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"5\" {inside}class=\"gv-line-{name} {class} stroke=\"{light}\" stroke-width=\"2\"/>",
            number(x),
            number(y)
        ));
    }

    /// A text with its base line at a point.
    pub(super) fn text(&mut self, (x, y): Point, anchor: Anchor, font: Font, ink: Ink, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if font.bold { " font-weight=\"700\"" } else { "" };
        let ([x, y, size], text, fill) = ([x, y, font.size].map(number), escaped(text), fill(ink));
        self.put(&format!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight}{anchor} {fill}>{text}</text>"));
    }

    /// The same on its own piece of ground, where lines pass below it.
    pub(super) fn text_on_ground(&mut self, (x, y): Point, anchor: Anchor, font: Font, ink: Ink, text: &str) {
        let wide = font.width(text);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - wide / 2.0,
            Anchor::End => x - wide,
        };
        self.rect((left - 2.0, y - font.size + 1.0), (wide + 4.0, font.size + 3.0), Ink::Paper);
        self.text((x, y), anchor, font, ink, text);
    }

    fn put(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// The whole as an `svg` element of a height, with title and description.
    pub(super) fn svg(&self, height: f64, language: &str, title: &str, description: &str) -> String {
        let (id, width, height) = (&self.id, number(WIDTH), number(height));
        let mut dark = String::new();
        for [name, _, colour] in Ink::ALL.map(Ink::colours) {
            let _ = write!(dark, ".gv-fill-{name}{{fill:{colour}}}.gv-line-{name}{{stroke:{colour}}}");
        }
        let paper = fill(Ink::Paper);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"gv\" lang=\"{language}\" viewBox=\"0 0 {width} {height}\" \
             width=\"100%\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" \
             font-family=\"system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif\">\n\
             <title id=\"{id}-title\">{}</title>\n\
             <desc id=\"{id}-desc\">{}</desc>\n\
             <style>@media screen and (prefers-color-scheme: dark){{{dark}}}</style>\n\
             <defs><pattern id=\"{id}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"6\" fill-opacity=\"0.55\" {paper}/></pattern></defs>\n\
             <rect width=\"{width}\" height=\"{height}\" {paper}/>\n{}</svg>\n",
            escaped(title),
            escaped(description),
            self.body
        )
    }
}

/// The attributes of a filled shape.
fn fill(ink: Ink) -> String {
    let [name, light, _] = ink.colours();
    format!("fill=\"{light}\" class=\"gv-fill-{name}\"")
}

fn written(points: &[Point]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect::<Vec<_>>().join(" ")
}

/// A coordinate with two decimals at most.
fn number(coordinate: f64) -> String {
    let text = format!("{coordinate:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A text as XML writes it, without characters that it does not know.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => written.push(' '),
            other => written.push(other),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{escaped, number};

    #[test]
    fn writes_coordinates_and_texts() {
        assert_eq!([1.0, 0.256, -0.001, 10.0, 0.5].map(number), ["1", "0.26", "0", "10", "0.5"]);
        assert_eq!(escaped("a<b & \"c\"\u{7}"), "a&lt;b &amp; &quot;c&quot; ");
    }
}
