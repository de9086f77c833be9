"""The lobby kiosk. Each part in one line, and whom it may import.

files         how a file of others is opened: a regular one, bounded                    nothing
archives      how a ZIP of others is opened: its list of names is bounded               nothing
renaming      how a file takes its name: in one step, or where nothing has it           nothing
unseen        signs that no text may hold: not seen, or turning others round           nothing
problems      what is wrong in a file that staff wrote                                  nothing
yamlfile      YAML text to plain data that knows its lines; alone imports PyYAML        problems, yamlslip
yamlslip      what staff get wrong in YAML, in their words                            nothing
health        how this machine is, by its self-test: green, amber, red                  nothing
watching      when changed content is read                                            nothing
settings      this machine's own settings                                               files, problems, yamlfile, opening, opening_words
opening       the hours in which the clinic is open                                   nothing
opening_words hours and closed days as staff write them                               opening
ending        how the kiosk ends, as exit codes                                         nothing
children      how any other process is started, so that none outlives who started it   nothing
mishaps       what went wrong while nobody looked, kept for staff                       files, signup (private_files)
healing       what an error anywhere leads to                                           mishaps
slides/       what visitors see: deck, reading, checking, the last good deck            files, problems, yamlfile, health, opening, opening_words
proving       the child in walls that draws a picture before the screen does            Qt alone
visit/        one visitor's time at the screen: states, moves, comfort                  nothing
signup/       a request for a consultation: answers, seal, drawer, keys                 slides (the form alone)
layout/       from slides to pages that fit this screen; a typesetter is handed in      slides
showing/      what stands on the glass: from the library and a visit to plain values    slides, visit, signup, layout
bridge/       the only Python that QML sees; typesetter, voice, keys, window            showing, visit, layout, Qt
ui/           QML only: it shows, and hands touches over                                bridge
app           builds the parts, joins them, takes them down                             all of these
running       the kiosk as a process: watched, told of changed content, ended         app
picturing     every screen as a picture                                                 app
staff/        what staff do at a terminal                                               all of these, Qt only inside a command

`slides` and `visit` do not import each other; import-linter holds this table (pyproject.toml).
"""
