PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1 blocks, versions, runs');
INSERT INTO grdb_migrations VALUES('2 keys and series');
INSERT INTO grdb_migrations VALUES('3 actions, settings, secrets');
INSERT INTO grdb_migrations VALUES('4 messages, model calls');
CREATE TABLE blocks (
  id TEXT PRIMARY KEY NOT NULL,
  version INTEGER NOT NULL,
  params TEXT NOT NULL DEFAULT '{}',
  grants TEXT NOT NULL DEFAULT '[]',
  is_paused INTEGER NOT NULL DEFAULT 0,
  created_at REAL NOT NULL,
  deleted_at REAL,
  last_run INTEGER REFERENCES runs(id) ON DELETE SET NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 1,
  FOREIGN KEY (id, version) REFERENCES versions(block, number)
    DEFERRABLE INITIALLY DEFERRED
) STRICT;
INSERT INTO blocks VALUES('clock-a2b3',3,'{"place":"Lisbon","count":5}','[]',0,1795000000.0,NULL,3,0,8);
INSERT INTO blocks VALUES('prices-c4d5',1,'{}','[]',0,1795000000.0,NULL,5,0,3);
INSERT INTO blocks VALUES('nas-e6f7',1,'{}','["[fd00::1]:81","nas.local:8080"]',0,1795000000.0,NULL,6,1,4);
INSERT INTO blocks VALUES('feed-g8h9',1,'{}','[]',0,1795000000.0,NULL,10,3,6);
INSERT INTO blocks VALUES('healed-j2k3',2,'{}','[]',1,1795000000.0,NULL,NULL,0,3);
INSERT INTO blocks VALUES('token-m4n5',1,'{}','[]',0,1795000000.0,NULL,NULL,0,1);
INSERT INTO blocks VALUES('mail-p6q7',1,'{}','[]',0,1795000000.0,NULL,NULL,0,1);
INSERT INTO blocks VALUES('rogue-r8s9',1,'{}','[]',0,1795000000.0,NULL,NULL,0,1);
INSERT INTO blocks VALUES('odd-t2u3',1,'{}','[]',0,1795000000.0,NULL,NULL,0,1);
INSERT INTO blocks VALUES('newer-v4w5',1,'{}','[]',0,1795000000.0,NULL,NULL,0,1);
INSERT INTO blocks VALUES('torn-x6y7',1,'{}','[]',0,1795000000.0,NULL,NULL,0,1);
INSERT INTO blocks VALUES('edit-z8a9',1,'{}','[]',0,1795000000.0,NULL,NULL,0,1);
INSERT INTO blocks VALUES('gone-b2c3',1,'{}','[]',0,1795000000.0,1795698191.4948298931,11,0,3);
INSERT INTO blocks VALUES('gone-d4e5',1,'{}','[]',0,1795000000.0,1795698191.4988999366,NULL,0,2);
CREATE TABLE versions (
  block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  author TEXT NOT NULL,
  explanation TEXT NOT NULL,
  created_at REAL NOT NULL,
  based_on INTEGER,
  PRIMARY KEY (block, number)
) STRICT, WITHOUT ROWID;
INSERT INTO versions VALUES('clock-a2b3',1,'drafter','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('clock-a2b3',2,'model','Counts from two.',1795003600.0,1);
INSERT INTO versions VALUES('clock-a2b3',3,'restore','Went back to version 1.',1795007200.0,2);
INSERT INTO versions VALUES('edit-z8a9',1,'hand','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('feed-g8h9',1,'recipe','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('gone-b2c3',1,'drafter','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('gone-d4e5',1,'drafter','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('healed-j2k3',1,'model','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('healed-j2k3',2,'heal','The source renamed a field.',1795003600.0,1);
INSERT INTO versions VALUES('mail-p6q7',1,'model','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('nas-e6f7',1,'hand','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('newer-v4w5',1,'hand','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('odd-t2u3',1,'hand','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('prices-c4d5',1,'model','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('rogue-r8s9',1,'hand','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('token-m4n5',1,'model','Made for the fixture.',1795000000.0,NULL);
INSERT INTO versions VALUES('torn-x6y7',1,'hand','Made for the fixture.',1795000000.0,NULL);
CREATE TABLE layout (
  block TEXT PRIMARY KEY NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  columns INTEGER NOT NULL,
  rows INTEGER NOT NULL
) STRICT;
INSERT INTO layout VALUES('clock-a2b3',2,6,4);
INSERT INTO layout VALUES('prices-c4d5',1,12,2);
INSERT INTO layout VALUES('nas-e6f7',3,3,2);
INSERT INTO layout VALUES('feed-g8h9',4,2,12);
INSERT INTO layout VALUES('healed-j2k3',9,4,3);
INSERT INTO layout VALUES('token-m4n5',10,4,3);
INSERT INTO layout VALUES('mail-p6q7',11,4,3);
INSERT INTO layout VALUES('rogue-r8s9',12,4,3);
INSERT INTO layout VALUES('odd-t2u3',13,4,3);
INSERT INTO layout VALUES('newer-v4w5',14,4,3);
INSERT INTO layout VALUES('torn-x6y7',15,4,3);
INSERT INTO layout VALUES('edit-z8a9',16,4,3);
INSERT INTO layout VALUES('gone-b2c3',17,4,3);
INSERT INTO layout VALUES('gone-d4e5',18,4,3);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  reason TEXT NOT NULL,
  started_at REAL NOT NULL,
  duration_ms INTEGER NOT NULL,
  kind TEXT,
  message TEXT,
  place TEXT,
  traceback TEXT,
  retry_after INTEGER,
  needed_grant TEXT,
  spec_problems TEXT NOT NULL,
  cpu_ms INTEGER NOT NULL,
  memory_bytes INTEGER NOT NULL
) STRICT;
INSERT INTO runs VALUES(1,'clock-a2b3',1,'schedule',1795003600.0,120,NULL,NULL,NULL,NULL,NULL,NULL,'[]',7,300000);
INSERT INTO runs VALUES(2,'clock-a2b3',2,'edit',1795007200.0,120,NULL,NULL,NULL,NULL,NULL,NULL,'[]',7,300000);
INSERT INTO runs VALUES(3,'clock-a2b3',3,'schedule',1795010800.0,120,NULL,NULL,NULL,NULL,NULL,NULL,'[]',7,300000);
INSERT INTO runs VALUES(4,'clock-a2b3',3,'action',1795014400.0,120,NULL,NULL,NULL,NULL,NULL,NULL,'[]',7,300000);
INSERT INTO runs VALUES(5,'prices-c4d5',1,'schedule',1795172800.0,120,NULL,NULL,NULL,NULL,NULL,NULL,'[]',7,300000);
INSERT INTO runs VALUES(6,'nas-e6f7',1,'schedule',1795018000.0,40,'permission','nas.local:9090 is not allowed','block.lua:3','["block.lua:3","block.lua:1"]',NULL,'nas.local:9090','[]',0,0);
INSERT INTO runs VALUES(7,'feed-g8h9',1,'schedule',1795003600.0,120,NULL,NULL,NULL,NULL,NULL,NULL,'[]',7,300000);
INSERT INTO runs VALUES(8,'feed-g8h9',1,'schedule',1795007200.0,40,'network','feed.example did not answer','block.lua:3','["block.lua:3","block.lua:1"]',NULL,NULL,'[]',0,0);
INSERT INTO runs VALUES(9,'feed-g8h9',1,'schedule',1795010800.0,40,'rate_limited','feed.example asks to wait','block.lua:3','["block.lua:3","block.lua:1"]',90,NULL,'[]',0,0);
INSERT INTO runs VALUES(10,'feed-g8h9',1,'schedule',1795014400.0,40,'script_error','attempt to index a nil value (field ''x'')','block.lua:3','["block.lua:3","block.lua:1"]',NULL,NULL,'["items is missing"]',0,0);
INSERT INTO runs VALUES(11,'gone-b2c3',1,'schedule',1795007200.0,120,NULL,NULL,NULL,NULL,NULL,NULL,'[]',7,300000);
CREATE TABLE run_log (
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  level TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (run, line)
) STRICT, WITHOUT ROWID;
INSERT INTO run_log VALUES(1,0,'info','asked');
INSERT INTO run_log VALUES(1,1,'warn','late');
CREATE TABLE http_exchanges (
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  status INTEGER,
  bytes INTEGER NOT NULL,
  ms INTEGER NOT NULL,
  cache TEXT NOT NULL,
  error TEXT,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
INSERT INTO http_exchanges VALUES(1,0,'GET','https://clock.example/now',200,512,30,'miss',NULL);
INSERT INTO http_exchanges VALUES(1,1,'GET','https://clock.example/then',304,512,30,'revalidated',NULL);
INSERT INTO http_exchanges VALUES(6,0,'GET','http://nas.local:9090/',NULL,0,30,'miss','not allowed');
CREATE TABLE last_data (
  block TEXT PRIMARY KEY NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
  data TEXT NOT NULL,
  at REAL NOT NULL
) STRICT;
INSERT INTO last_data VALUES('clock-a2b3','{"n":1,"text":"zwölf"}',1795010800.0);
INSERT INTO last_data VALUES('prices-c4d5','{"n":111.75}',1795172800.0);
INSERT INTO last_data VALUES('feed-g8h9','{"items":[{"title":"old"}]}',1795003600.0);
INSERT INTO last_data VALUES('gone-b2c3','{"n":3}',1795007200.0);
CREATE TABLE kv (
  block TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (block, key)
) STRICT, WITHOUT ROWID;
INSERT INTO kv VALUES('gone-b2c3','kept','1');
INSERT INTO kv VALUES('my-folder','by-hand','true');
INSERT INTO kv VALUES('prices-c4d5','seen','{"a":[1,2.5,null,true]}');
INSERT INTO kv VALUES('prices-c4d5','ключ','"значение"');
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  block TEXT NOT NULL,
  name TEXT NOT NULL,
  points INTEGER NOT NULL DEFAULT 0,
  UNIQUE (block, name)
) STRICT;
INSERT INTO series VALUES(1,'prices-c4d5','gold',48);
INSERT INTO series VALUES(2,'prices-c4d5','whole',1);
INSERT INTO series VALUES(3,'prices-c4d5','days',1);
INSERT INTO series VALUES(4,'gone-b2c3','kept',1);
CREATE TABLE points (
  series INTEGER NOT NULL REFERENCES series(id) ON DELETE CASCADE,
  time INTEGER NOT NULL,
  value ANY NOT NULL,
  PRIMARY KEY (series, time)
) STRICT, WITHOUT ROWID;
INSERT INTO points VALUES(1,1795000000000,100.0);
INSERT INTO points VALUES(1,1795003600000,100.25);
INSERT INTO points VALUES(1,1795007200000,100.49999999999999999);
INSERT INTO points VALUES(1,1795010800000,100.75);
INSERT INTO points VALUES(1,1795014400000,101.0);
INSERT INTO points VALUES(1,1795018000000,101.25);
INSERT INTO points VALUES(1,1795021600000,101.49999999999999999);
INSERT INTO points VALUES(1,1795025200000,101.75);
INSERT INTO points VALUES(1,1795028800000,102.0);
INSERT INTO points VALUES(1,1795032400000,102.25);
INSERT INTO points VALUES(1,1795036000000,102.49999999999999999);
INSERT INTO points VALUES(1,1795039600000,102.75);
INSERT INTO points VALUES(1,1795043200000,103.0);
INSERT INTO points VALUES(1,1795046800000,103.25);
INSERT INTO points VALUES(1,1795050400000,103.49999999999999999);
INSERT INTO points VALUES(1,1795054000000,103.75);
INSERT INTO points VALUES(1,1795057600000,104.0);
INSERT INTO points VALUES(1,1795061200000,104.25);
INSERT INTO points VALUES(1,1795064800000,104.49999999999999999);
INSERT INTO points VALUES(1,1795068400000,104.75);
INSERT INTO points VALUES(1,1795072000000,105.0);
INSERT INTO points VALUES(1,1795075600000,105.25);
INSERT INTO points VALUES(1,1795079200000,105.49999999999999999);
INSERT INTO points VALUES(1,1795082800000,105.75);
INSERT INTO points VALUES(1,1795086400000,106.0);
INSERT INTO points VALUES(1,1795090000000,106.25);
INSERT INTO points VALUES(1,1795093600000,106.5);
INSERT INTO points VALUES(1,1795097200000,106.74999999999999999);
INSERT INTO points VALUES(1,1795100800000,107.0);
INSERT INTO points VALUES(1,1795104400000,107.24999999999999999);
INSERT INTO points VALUES(1,1795108000000,107.5);
INSERT INTO points VALUES(1,1795111600000,107.74999999999999999);
INSERT INTO points VALUES(1,1795115200000,108.0);
INSERT INTO points VALUES(1,1795118800000,108.24999999999999999);
INSERT INTO points VALUES(1,1795122400000,108.5);
INSERT INTO points VALUES(1,1795126000000,108.74999999999999999);
INSERT INTO points VALUES(1,1795129600000,109.0);
INSERT INTO points VALUES(1,1795133200000,109.24999999999999999);
INSERT INTO points VALUES(1,1795136800000,109.5);
INSERT INTO points VALUES(1,1795140400000,109.74999999999999999);
INSERT INTO points VALUES(1,1795144000000,110.0);
INSERT INTO points VALUES(1,1795147600000,110.24999999999999999);
INSERT INTO points VALUES(1,1795151200000,110.5);
INSERT INTO points VALUES(1,1795154800000,110.74999999999999999);
INSERT INTO points VALUES(1,1795158400000,111.0);
INSERT INTO points VALUES(1,1795162000000,111.24999999999999999);
INSERT INTO points VALUES(1,1795165600000,111.5);
INSERT INTO points VALUES(1,1795169200000,111.74999999999999999);
INSERT INTO points VALUES(2,1795000000000,7);
INSERT INTO points VALUES(3,1795000000000,'{"open":1,"close":2}');
INSERT INTO points VALUES(4,1795003600000,2);
CREATE TABLE actions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  block TEXT,
  at REAL NOT NULL,
  actor TEXT NOT NULL,
  what TEXT NOT NULL
) STRICT;
INSERT INTO actions VALUES(1,'clock-a2b3',1795698191.5010313987,'person','Added ''Clock''.');
INSERT INTO actions VALUES(2,'gone-b2c3',1795698191.5014085769,'person','Deleted ''Gone''.');
CREATE TABLE settings (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
INSERT INTO settings VALUES('undo clock-a2b3','[{"version":1,"params":{}},{"version":2,"params":{}},{"version":3,"params":{"place":"Lisbon"}}]');
INSERT INTO settings VALUES('undo gone-b2c3','[{"version":1,"params":{"n":1}}]');
INSERT INTO settings VALUES('undo nobody-f6g7','[{"version":1,"params":{}}]');
INSERT INTO settings VALUES('starters','true');
INSERT INTO settings VALUES('keep changes at once','true');
INSERT INTO settings VALUES('model quirks','{"anthropic small":{"dropped":["seed"],"renamed":{},"token_ratio":1.25}}');
INSERT INTO settings VALUES('models','{"limits":{"calls":40,"tokens":90000,"cost":1.5},"server":"anthropic","model":"small","prices":{"small":{"input":3.0,"output":15.0}}}');
CREATE TABLE secrets (name TEXT PRIMARY KEY NOT NULL, sealed BLOB NOT NULL) STRICT;
INSERT INTO secrets VALUES('api-token',X'e66ba31579995991ffb170c74125e0eec73135dca701cce77c888353731021c98f4685f9fc7f68aa4e32258d46');
INSERT INTO secrets VALUES('MY_KEY',X'2cd5d315035eac4cc755c886a2425238b3c3318419647a586112e7d3daa95f1db6a5541352c4ff89f80a5640');
INSERT INTO secrets VALUES('nobody',X'f8f5b809078db5248f434649c7d2ff7cf0d07346f27fb04c8e82ec105b98bea9c44352a47d711657d812');
INSERT INTO secrets VALUES('dash.page-key',X'19dae72584d2b72c90923f07c3067e267803d475173e257fd8650756abac3ee64cfff18f13a2252b065e997ca16ad8d0620daceefe71542e2421a7027ff43599e6017318426dc8a6');
INSERT INTO secrets VALUES('dash.models.key.anthropic',X'fbb375d72039dba1aac29184115e4fe9e53babbf56ef2d04ea0ea2572437cced9d08b4c6e9fb2cfb3dbb40d42c');
CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  at REAL NOT NULL
) STRICT;
INSERT INTO messages VALUES(1,'clock-a2b3','person','count from two',1795003600.0);
INSERT INTO messages VALUES(2,'clock-a2b3','dash','It counts from two.',1795003600.0);
INSERT INTO messages VALUES(3,'clock-a2b3','person','undo',1795007200.0);
INSERT INTO messages VALUES(4,'clock-a2b3','dash','Went back.',1795007200.0);
CREATE TABLE model_calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  block TEXT REFERENCES blocks(id) ON DELETE CASCADE,
  at REAL NOT NULL,
  stage TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  prompt TEXT NOT NULL,
  answer TEXT NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost REAL,
  ms INTEGER NOT NULL,
  failure TEXT
) STRICT;
INSERT INTO model_calls VALUES(1,'clock-a2b3',1795003600.0,'refine','anthropic','small','count from two','return function…',1200,300,0.012500000000000000693,2400,NULL);
INSERT INTO model_calls VALUES(2,NULL,1795007200.0,'plan','anthropic','small','something impossible','',700,0,NULL,0,'the answer was cut');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('runs',11);
INSERT INTO sqlite_sequence VALUES('messages',4);
INSERT INTO sqlite_sequence VALUES('model_calls',2);
INSERT INTO sqlite_sequence VALUES('actions',2);
CREATE INDEX runs_of_block ON runs (block, id);
CREATE INDEX last_runs ON blocks (last_run);
CREATE INDEX actions_of_block ON actions (block, id);
CREATE INDEX messages_of_block ON messages (block, id);
CREATE INDEX model_calls_of_block ON model_calls (block, id);
CREATE INDEX model_calls_by_time ON model_calls (at);
COMMIT;
