#!/usr/bin/env python3
"""run_case.py CASEDIR... : tries field cases on the released authledger-connect (loopback only). PASS/FAIL per case.
A case: case.json {kind, expect..., source} + answer.http (raw HTTP answer; {{ACCESS}} {{REFRESH}} {{DATE+600}} replaced, Content-Length added)."""
import sys, os; sys.path.insert(0,os.path.dirname(os.path.abspath(__file__)))
from harness import *
import email.utils, shutil, gzip
LED=os.environ['CASE_LEDGER']
PROVIDER={p.name:p for p in (Fortnox(),Fiken())}[os.environ.get('CASE_PROVIDER','fortnox')]
def load(d):
    # An answer in a provider's own form stands beside the one that any may give.
    own=f'{d}/answer.{PROVIDER.name}.http'
    b=open(own if os.path.exists(own) else d+'/answer.http','rb').read()
    def make(fm=None,h=None):
        x=b.replace(b'{{ACCESS}}',b'at-'+uuid.uuid4().hex.encode()).replace(b'{{REFRESH}}',str(uuid.uuid4()).encode()).replace(b'{{DATE+600}}',email.utils.formatdate(time.time()+600,usegmt=True).encode())
        head,body=x.split(b'\n\n',1) if b'\r\n\r\n' not in x else x.split(b'\r\n\r\n',1)
        head=head.replace(b'\r\n',b'\n')
        if b'ontent-Encoding: gzip' in head: body=gzip.compress(body)
        lines=head.split(b'\n')
        if not any(l.lower().startswith(b'transfer-encoding') for l in lines): lines.append(b'Content-Length: %d'%len(body))
        return b'\r\n'.join(lines+[b'Connection: close'])+b'\r\n\r\n'+body
    return make
def enable(p,c,ck):
    s,h,d=p.req('GET',f'/companies/{c}/{p.name}',ck); tok=re.search(rb'name="token" value="([^"]+)"',d).group(1).decode()
    p.req('POST',f'/companies/{c}/{p.name}/enable',ck,urllib.parse.urlencode({'token':tok,'enabled':'yes'}))
DEN=js(PROVIDER.denied[1],PROVIDER.denied[0])
def run(p,f,d):
    k=json.load(open(d+'/case.json')); c='c-'+re.sub('[^a-z0-9]+','-',os.path.basename(d.rstrip('/')).lower())[:40]; kind=k['kind']; why=lambda: p.why(c)
    recs=lambda: [json.loads(l) for l in p.cli(AL,'history',c,'--format','jsonl')[1].splitlines()]
    for q in f.queue.values(): q.clear()
    f.number+=1
    if kind=='exchange':
        f.queue['token']=[load(d)]; p.connect(c); return {'verdict':why()['verdict']}
    if kind=='refresh':
        used=set(); odd=load(d); p.connect(c)
        def o(fm,h): used.add(fm.get('refresh_token')); return odd()
        def strict(fm,h):
            if fm.get('refresh_token') in used: return js({'error':'invalid_grant','error_description':'Invalid refresh token'},'400 Bad Request')
            used.add(fm.get('refresh_token')); return js(f.tokens())
        f.queue['token']=[o,strict,strict]; a=p.cli(ALC,'token',c)[0]; b=p.cli(ALC,'token',c)[0]; return {'firstToken':a,'secondToken':b,'verdict':why()['verdict']}
    if kind=='consent-register':
        f.queue['register']=[load(d)]*2; ck,r,st=p.connect(c); f.queue['register'].clear(); enable(p,c,ck); w=why()
        words=k.get('words'); return {'verdict':w['verdict'],'confidence':w['confidence'],'wordsKept':any(words in json.dumps(x['data'],ensure_ascii=False) for x in recs()) if words else None}
    if kind=='recheck-register':
        f.queue['register']=[DEN]*2; ck,r,st=p.connect(c); enable(p,c,ck); f.queue['register']=[load(d)]*2; p.cli(ALC,'recheck',c); return {'verdict':why()['verdict']}
    if kind=='revoke':
        p.connect(c); f.queue['revoke']=[load(d)]; p.cli(ALC,'remove',c,'--reason','requested'); return {'revokedAtProvider':[x['data']['revokedAtProvider'] for x in recs() if x['type'].startswith('integration.credentialsRemoved')][0]}
    if kind=='companyinformation':
        f.queue['companyinformation']=[load(d)]*60; p.connect(c); sf=p.dir+'/keys/sandbox'; s=json.load(open(sf)); s['offset']=2800; json.dump(s,open(sf,'w'))
        p.cli(ALC,'sweep'); s['offset']=0; json.dump(s,open(sf,'w')); f.queue['companyinformation'].clear()
        return {'reason':[x['data']['reason'] for x in recs() if x['type'].startswith('integration.failed')],'wordsKept':any(k['words'] in json.dumps(x['data'],ensure_ascii=False) for x in recs()),'verdict':why()['verdict']}
    if kind=='retry-after':
        p.connect(c); key=open(p.dir+'/keys/service-key').read().strip(); f.queue['token']=[load(d)]; f.log.clear()
        for _ in (1,2): p.req('GET',f'/api/companies/{c}/{p.name}/token',{},headers={'Authorization':'Bearer '+key})
        return {'providerRequests':len(f.log)}
    if kind=='callback':
        ck,q,loc=p.begin(c); out=[]
        for line in open(d+'/requests.txt',encoding='utf8').read().splitlines():
            m,path,*hs=line.replace('{{STATE}}',q['state']).replace('{{CODE}}','code-0123456789').replace('{{LONG}}','a'*2400).replace('{{PROVIDER}}',p.name).replace('{{ISSUER}}',urllib.parse.quote(PROVIDER.issuer,safe='')).split('\t')
            h=dict(x.split(': ',1) for x in hs); jar={} if h.pop('X-No-Cookies',None) else dict(ck); out.append(p.req(m,path,jar,headers=h)[0])
        p.settle(c,3); return {'http':out,'verdict':why()['verdict'],'callbacks':[x['data']['answer']+':'+x['data']['verdict'] for x in recs() if x['type'].startswith('integration.callbackReceived')]}
    if kind=='http':
        out=[]
        for line in open(d+'/requests.txt').read().splitlines():
            m,path=line.split('\t'); out.append(p.req(m,path)[0])
        return {'http':out}
if __name__=='__main__':
    f=Fake(int(os.environ["CASE_PROVIDER_PORT"]),PROVIDER); p=Product(LED,int(os.environ["CASE_PORT"]),f); bad=0
    try:
        for d in sys.argv[1:]:
            k=json.load(open(d+'/case.json')); k['expect'].update(k.get(PROVIDER.name,{}).get('expect',{})); got=run(p,f,d); miss={n:(got.get(n),v) for n,v in k['expect'].items() if (got.get(n) not in v['oneOf'] if isinstance(v,dict) and 'oneOf' in v else got.get(n)==v['not'] if isinstance(v,dict) and 'not' in v else got.get(n)!=v)}
            bad+=bool(miss); print(('PASS ' if not miss else 'FAIL ')+os.path.basename(d.rstrip('/')),got,('expected '+json.dumps({n:v for n,(g,v) in miss.items()},ensure_ascii=False)) if miss else ''); sys.stdout.flush()
    finally: p.stop()
    sys.exit(1 if bad else 0)
