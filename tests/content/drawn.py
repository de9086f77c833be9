"""What Qt 6.11 draws of a drawing: a row for each thing that drawings are made of. Once held beside what resvg and librsvg 2.54 draw.

A row has what stands in the drawing (100 units wide and high), the colours that should be seen in the middle of its four quarters (top left, top
right, bottom left, bottom right: red, lime, blue, blac`k`, yellow, `p`ink, grey after `d`esaturation, `h`ue turned, `.` nothing), and what `check`
says of it: nothing where Qt draws just these.
"""

from __future__ import annotations

_GROUPS = "".join(f'<g id="a{number}">' + f'<use href="#a{number + 1}"/>' * 10 + "</g>" for number in range(9))
BOMB = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><defs>{_GROUPS}<g id="a9"><rect width="7" height="7"/></g></defs>'
    '<use href="#a0"/></svg>'
)
"""A small drawing of a thousand million shapes."""
ROWS = {
    "shapes and paths": (
        (
            '<path d="M50 50V0a50 50 0 0150 50z" fill="red"/><polygon points="0,50 50,50 50,100 0,100" fill="lime"/>'
            '<circle cx="75" cy="75" r="24" fill="blue"/>'
        ),
        ".rgb", "",
    ),
    "percents": ('<rect x="50%" y="50%" width="50%" height="50%" fill="red"/>', "...r", ""),
    "millimetres": ('<rect width="13.2mm" height="13.2mm" fill="red"/>', "r...", ""),
    "em": ('<rect width="3.1em" height="50" fill="red"/>', "r...", "letters or windows"),
    "evenodd": ('<path d="M0 0H100V100H0ZM50 0H100V50H50Z" fill="red" fill-rule="evenodd"/>', "r.rr", ""),
    "outline": ('<path d="M0 25H50" stroke="red" stroke-width="50"/>', "r...", ""),
    "dashes": ('<path d="M0 25H100" stroke="red" stroke-width="50" stroke-dasharray="50" stroke-dashoffset="50"/>', ".r..", ""),
    "pathLength": ('<path d="M0 25H100" stroke="red" stroke-width="50" pathLength="2" stroke-dasharray="1"/>', "r...", "pathLength"),
    "paint-order": (
        '<rect x="5" y="5" width="40" height="40" fill="red" stroke="blue" stroke-width="60" paint-order="stroke"/>',
        "rbbb", "paint-order",
    ),
    "paint-order as always": ('<rect width="50" height="50" fill="red" style="paint-order:fill markers stroke"/>', "r...", ""),
    "transforms": (
        (
            '<rect width="50" height="50" fill="red" transform="translate(100,0) scale(-1 1)"/>'
            '<rect width="50" height="50" fill="blue" transform="rotate(180 50 50)"/>'
        ),
        ".r.b", "",
    ),
    "transform-origin": ('<rect width="50" height="50" fill="red" transform="rotate(180)" transform-origin="50 50"/>', "...r", "transform-origin"),
    "transform in a style": ('<rect width="50" height="50" fill="red" style="transform:translate(50px,50px)"/>', "...r", "transform in a style"),
    "size in a style": ('<rect style="width:50px;height:50px" fill="red"/>', "r...", "a size or place in a style"),
    "opacity": ('<g opacity=".5"><rect width="50" height="50" fill="red"/></g>', "p...", ""),
    "opacity in percent": ('<rect width="50" height="50" fill="red" opacity="50%"/>', "p...", "opacity in percent"),
    "fill-opacity": ('<rect width="50" height="50" fill="red" fill-opacity=".5"/>', "p...", ""),
    "hidden and not displayed": (
        (
            '<g visibility="hidden"><rect width="50" height="50" fill="blue"/></g><rect width="50" height="50" y="50" display="none"/>'
            '<rect width="50" height="50" fill="red"/>'
        ),
        "r...", "",
    ),
    "blending": (
        '<rect width="50" height="50" fill="blue"/><rect width="50" height="50" fill="red" style="mix-blend-mode:multiply"/>',
        "k...", "mix-blend-mode",
    ),
    "blending as always": ('<rect width="50" height="50" fill="red" style="mix-blend-mode:normal;isolation:isolate"/>', "r...", ""),
    "clip-path": (
        (
            '<defs><clipPath id="c"><rect width="50" height="50"/></clipPath></defs>'
            '<rect width="100" height="100" fill="red" clip-path="url(#c)"/>'
        ),
        "r...", "clip-path",
    ),
    "clip-path in a style": ('<rect width="100" height="100" fill="red" style="clip-path:inset(0 50% 50% 0)"/>', "r...", "clip-path"),
    "clip-path of a class": (
        (
            '<style>.c{clip-path:url(#c)}</style><defs><clipPath id="c"><rect width="50" height="50"/></clipPath></defs><g class="c">'
            '<rect width="100" height="100" fill="red"/></g>'
        ),
        "r...", "clip-path",
    ),
    "a clipPath outside of defs": ('<clipPath id="c"><rect width="50" height="50"/></clipPath>', "....", "clip-path"),
    "no clip-path": ('<rect width="50" height="50" fill="red" clip-path="none"/>', "r...", ""),
    "use": ('<defs><rect id="r" width="50" height="50"/></defs><use href="#r" fill="red"/><use href="#r" x="50" y="50" fill="blue"/>', "r..b", ""),
    "symbol": ('<symbol id="s"><rect width="50" height="50" fill="red"/></symbol><use href="#s" x="50"/>', ".r..", ""),
    "symbol made larger": (
        '<symbol id="s" viewBox="0 0 10 10"><rect width="10" height="10" fill="red"/></symbol><use href="#s" width="50" height="50"/>',
        "r...", "symbol",
    ),
    "svg in svg": ('<svg x="50" width="50" height="50"><rect width="50" height="50" fill="red"/></svg>', ".r..", "an <svg> inside another"),
    "class": ('<style>/* x */.a,.b{fill:red}</style><rect class="b" width="50" height="50" fill="blue"/>', "r...", ""),
    "rules in CDATA": (
        (
            '<style type="text/css"><![CDATA[#a{fill:red}g>rect{fill:blue}]]></style><rect id="a" width="50" height="50"/><g>'
            '<rect x="50" width="50" height="50"/></g>'
        ),
        "rb..", "",
    ),
    "rules of an element": ('<style>rect{fill:red}</style><rect width="50" height="50"/>', "r...", ""),
    "a style after the shapes": ('<rect class="a" width="50" height="50"/><style>.a{fill:red}</style>', "r...", "comes after shapes"),
    "@media": ('<style>@media screen{.a{fill:red}}</style><rect class="a" width="50" height="50"/>', "r...", "@media"),
    "a rule by place": ('<style>rect:first-child{fill:red}</style><g><rect width="50" height="50"/></g>', "r...", "rect:first-child"),
    "a variable": ('<style>.a{--c:red;fill:var(--c)}</style><rect class="a" width="50" height="50"/>', "r...", "var()"),
    "!important in a style": ('<rect style="fill:red !important" width="50" height="50"/>', "r...", "!important"),
    "colours": (
        (
            '<rect width="50" height="50" fill="#F00"/><rect x="50" width="50" height="50" fill="rgb(0, 0, 255)"/>'
            '<rect y="50" width="50" height="50" fill="rgb(0%,100%,0%)"/><rect x="50" y="50" width="50" height="50" fill="Black"/>'
        ),
        "rbgk", "",
    ),
    "currentColor and inherit": (
        (
            '<g color="red" fill="lime"><rect width="50" height="50" fill="currentColor"/><rect x="50" width="50" height="50" fill="inherit"/>'
            '<rect y="50" width="50" height="50" fill="transparent"/></g>'
        ),
        "rg..", "",
    ),
    "currentcolor": ('<g color="red"><rect width="50" height="50" fill="currentcolor"/></g>', "r...", "currentcolor"),
    "the color hsl": ('<rect width="50" height="50" fill="hsl(0,100%,50%)"/>', "r...", "the color hsl(0,100%,50%)"),
    "the color rgba": ('<rect width="50" height="50" fill="rgba(255,0,0,1)"/>', "r...", "the color rgba(255,0,0,1)"),
    "the color #rrggbbaa": ('<rect width="50" height="50" fill="#ff0000ff"/>', "r...", "the color #ff0000ff"),
    "the color #rgba": ('<rect width="50" height="50" fill="#f00f"/>', "r...", "the color #f00f"),
    "the color RGB": ('<rect width="50" height="50" fill="RGB(255,0,0)"/>', "r...", "the color RGB(255,0,0)"),
    "the color oklch": ('<rect width="50" height="50" fill="oklch(0.628 0.2577 29.23)"/>', "r...", "the color oklch(0.628 0.2577 29.23)"),
    "the color hwb": ('<rect width="50" height="50" fill="hwb(0 0% 0%)"/>', "r...", "the color hwb(0 0% 0%)"),
    "the color rgb with a slash": ('<rect width="50" height="50" fill="rgb(255 0 0 / 50%)"/>', "p...", "the color rgb(255 0 0 / 50%)"),
    "an outline in hsl": ('<path d="M0 25H50" stroke="hsl(0,100%,50%)" stroke-width="50"/>', "r...", "the color hsl(0,100%,50%)"),
    "a rgba in a style": ('<rect width="50" height="50" style="fill:rgba(255,0,0,.5)"/>', "p...", "the color rgba(255,0,0,.5)"),
    "linear gradient": (
        (
            '<linearGradient id="g"><stop offset=".5" stop-color="red"/><stop offset=".5" stop-color="blue"/></linearGradient>'
            '<rect width="100" height="100" fill="url(#g)"/>'
        ),
        "rbrb", "",
    ),
    "gradient turned": (
        (
            '<linearGradient id="g" gradientTransform="rotate(90)"><stop offset=".5" stop-color="red"/><stop offset=".5" stop-color="blue"/>'
            '</linearGradient><rect width="100" height="100" fill="url(#g)"/>'
        ),
        "rrbb", "",
    ),
    "gradient that repeats": (
        (
            '<linearGradient id="g" x2=".5" spreadMethod="reflect"><stop offset=".8" stop-color="red"/><stop offset=".8" stop-color="blue"/>'
            '</linearGradient><rect width="100" height="50" fill="url(#g)"/>'
        ),
        "rr..", "",
    ),
    "radial gradient": (
        (
            '<radialGradient id="g" cx="0" cy="0" r=".7"><stop offset=".7" stop-color="red"/><stop offset=".7" stop-color="blue"/>'
            '</radialGradient><rect width="100" height="100" fill="url(#g)"/>'
        ),
        "rbbb", "",
    ),
    "gradient by xlink:href": (
        (
            '<linearGradient id="a"><stop offset=".5" stop-color="red"/><stop offset=".5" stop-color="blue"/></linearGradient>'
            '<linearGradient id="g" xlink:href="#a"/><rect width="100" height="100" fill="url(#g)"/>'
        ),
        "rbrb", "",
    ),
    "gradient by href": (
        (
            '<linearGradient id="a"><stop offset=".5" stop-color="red"/><stop offset=".5" stop-color="blue"/></linearGradient>'
            '<linearGradient id="g" href="#a"/><rect width="100" height="100" fill="url(#g)"/>'
        ),
        "rbrb", "by `href`",
    ),
    "gradient in the drawing's units": (
        (
            '<linearGradient id="g" gradientUnits="userSpaceOnUse" x2="100"><stop offset=".5" stop-color="red"/>'
            '<stop offset=".5" stop-color="blue"/></linearGradient><rect width="100" height="100" fill="url(#g)"/>'
        ),
        "rbrb", "",
    ),
    "gradient in percents": (
        (
            '<linearGradient id="g" gradientUnits="userSpaceOnUse" x2="100%"><stop offset=".5" stop-color="red"/>'
            '<stop offset=".5" stop-color="blue"/></linearGradient><rect width="100" height="100" fill="url(#g)"/>'
        ),
        "rbrb", "userSpaceOnUse",
    ),
    "gradient with an inner circle": (
        (
            '<radialGradient id="g" r=".5" fr=".4"><stop offset=".5" stop-color="red"/><stop offset=".5" stop-color="blue"/></radialGradient>'
            '<rect width="100" height="100" fill="url(#g)"/>'
        ),
        "rrrr", "fr",
    ),
    "stop by class": (
        (
            '<style>.a{stop-color:red}</style><linearGradient id="g"><stop offset="0" class="a"/></linearGradient>'
            '<rect width="50" height="50" fill="url(#g)"/>'
        ),
        "r...", "",
    ),
    "stop in hsl": (
        '<linearGradient id="g"><stop offset="0" stop-color="hsl(0,100%,50%)"/></linearGradient><rect width="50" height="50" fill="url(#g)"/>',
        "r...", "the color hsl(0,100%,50%)",
    ),
    "stop-opacity in percent": (
        (
            '<linearGradient id="g"><stop offset="0" stop-color="red" stop-opacity="50%"/></linearGradient>'
            '<rect width="50" height="50" fill="url(#g)"/>'
        ),
        "p...", "stop-opacity in percent",
    ),
    "mesh gradient": ('<defs><meshgradient id="g"/></defs><rect width="50" height="50" fill="url(#g) red"/>', "r...", "meshgradient"),
    "filter in a style": ('<rect width="50" height="50" fill="red" style="filter:opacity(50%)"/>', "p...", "filter"),
    "animate": ('<rect width="50" height="50" fill="red"><animate attributeName="fill" from="lime" to="lime" dur="9s"/></rect>', "g...", "<animate>"),
    "set": ('<rect width="50" height="50" fill="red"><set attributeName="fill" to="blue"/></rect>', "b...", "<set>"),
}  # fmt: skip
"""Qt draws what should be seen, or `check` says that it does not."""
