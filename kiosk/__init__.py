"""The lobby kiosk. Each room in one line, from the top floor down: a room uses those below it, and none beside or above it.

staff         what staff do at a terminal: one file a command, the work behind it by trade
running       the kiosk as a process: watched, told of changed content, ended
app           builds the parts, joins them, takes them down
bridge        the only Python that QML sees; typesetter, pictures for QML, keys, fingers
devices       the machine around the kiosk: voice, headphones, clock, sticks, full screen
office        many lobbies: sealed requests and signs of life, carried to a PostgreSQL
screens       what stands on the glass: from the content and a visit to plain values
layout        from slides to pages that fit this screen; a typesetter is handed in
speech        how texts are said: numbers and short forms in words, how loud
signup        a request for a consultation: answers, seal, drawer, journal, keys
content       what visitors read: described, read, checked, kept, changed at a desk
settings      this machine's own settings, and the hours of the clinic
unattended    watched, started anew, mishaps written down
yaml          YAML text to plain data that knows its lines, and changes of it; alone imports PyYAML
visit         one visitor's time at the screen: states, moves, comfort
accents, files, health, packages, problems, processes, project, terminal, unseen
              letters without accents; how files are opened and written; how a part of this machine is; what of the installed packages stays;
              what is wrong in a file; how a process is started; where the program lies; what a terminal is told; signs that no text may hold

`ui` is QML only: it shows, and hands touches over. Qt is known to `app`, `bridge`, `devices`, `running`, and to commands that draw.
Some rooms are on one floor, and do not use each other: office and screens; layout, signup and speech; unattended and yaml; visit and all of the
cellar below it.
import-linter holds this map (pyproject.toml): a new room that stands on no line of it fails the tests.
"""
